import type { Principal } from '#application/principal.ts';
import { summaryFor } from '#application/show-summary.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ShowListEntry, ShowsChannelEvent } from '#protocol/views.ts';

type NameOf = (personId: PersonId) => string;

/** Who sees the same lobby. A host sees drafts of one's own; whoever came for one show sees that one alone. */
export const lobbyKeyOf = ({ role, personId, showId }: Principal): string =>
  `${role}:${role === 'host' ? personId : ''}:${showId ?? ''}`;

export const showsById = (shows: readonly ShowState[]): Map<ShowId, ShowState> =>
  new Map(shows.flatMap((show) => (show.status === 'absent' ? [] : [[show.showId, show] as const])));

export const hostsOf = (shows: Iterable<ShowState>): readonly PersonId[] =>
  [...shows].flatMap((show) => (show.status === 'absent' ? [] : [show.hostId]));

/** The lobby as this principal may see it, newest first; `shows` are the oldest first. */
export const lobbyEntries = (
  principal: Principal,
  shows: Iterable<ShowState>,
  nameOf: NameOf,
): readonly ShowListEntry[] =>
  [...shows].toReversed().flatMap((show) => entryFor(principal, show, nameOf) ?? []);

/** What of these changes shows in the lobby of this principal. */
export const lobbyEvents = (
  principal: Principal,
  before: ReadonlyMap<ShowId, ShowState>,
  changed: readonly ShowState[],
  nameOf: NameOf,
): readonly ShowsChannelEvent[] =>
  changed.flatMap((show): readonly ShowsChannelEvent[] => {
    if (show.status === 'absent') return [];
    const old = before.get(show.showId);
    const was = old && entryFor(principal, old, nameOf);
    const is = entryFor(principal, show, nameOf);
    if (is === undefined) return was === undefined ? [] : [{ type: 'shows.removed', showId: show.showId }];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ type: 'shows.changed', show: is }];
  });

function entryFor(principal: Principal, show: ShowState, nameOf: NameOf): ShowListEntry | undefined {
  const summary = summaryFor(principal, show);
  if (summary === undefined) return undefined;
  const { hostId, ...entry } = summary;
  return { ...entry, hostName: nameOf(hostId) };
}
