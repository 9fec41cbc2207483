import type { Application, Reading } from '#application/application.ts';
import type { ShowId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ListKind } from './list-kind.ts';
import type { LiveSource } from './live-reading.ts';
import { hostsOf, lobbyEntries, lobbyEvents, lobbyKeyOf, showsById } from './lobby-view.ts';

/** Oldest first. */
export type Shows = ReadonlyMap<ShowId, ShowState>;

export interface ShowsChange extends Reading<Shows> {
  /** Those that changed, as they are now; archived ones included. */
  readonly shows: readonly ShowState[];
}

/** The list of shows, whose place is the feed's. */
export function showListSource(
  application: Pick<Application, 'readShowList' | 'followShowList'>,
): LiveSource<Shows, ShowsChange> {
  let shows: Shows = new Map();
  return {
    name: 'shows',
    async read() {
      const { state, position } = await application.readShowList();
      shows = showsById(state);
      return { state: shows, position };
    },
    follow: (after, listener, onLost) =>
      application.followShowList(
        after,
        (change) => {
          shows = withChanged(shows, change.shows);
          listener({ state: shows, position: change.position, shows: change.shows });
        },
        onLost,
      ),
  };
}

/** `shows`: the lobby. Everybody may know it; only what it holds differs. */
export function lobbyKind(
  name: string,
  { nameOf }: Pick<Application['names'], 'nameOf'>,
): ListKind<Shows, ShowsChange> {
  return {
    name,
    decidesRights: false,
    keyOf: lobbyKeyOf,
    refusalOf: () => undefined,
    peopleIn: (shows) => hostsOf(shows.values()),
    peopleOf: ({ shows }) => hostsOf(shows),
    snapshot: (principal, shows) => ({ shows: lobbyEntries(principal, shows.values(), nameOf) }),
    events: (principal, before, _after, changes) =>
      lobbyEvents(principal, before, lastOfEach(changes), nameOf),
  };
}

function withChanged(before: Shows, changed: readonly ShowState[]): Shows {
  const after = new Map(before);
  for (const show of changed) {
    if (show.status === 'absent') continue;
    if (show.status === 'archived') after.delete(show.showId);
    else after.set(show.showId, show);
  }
  return after;
}

const lastOfEach = (changes: readonly ShowsChange[]): readonly ShowState[] => [
  ...showsById(changes.flatMap(({ shows }) => shows)).values(),
];
