import type { PersonId, ShowId } from '#domain/ids.ts';
import { publicStatusOf, type ShowState, type ShowStatus } from '#domain/show/show.ts';
import { audienceOf } from './authorise.ts';
import type { Principal } from './principal.ts';

/** One line of the lobby. `hostId` becomes a name through the people store. */
export interface ShowSummary {
  readonly showId: ShowId;
  readonly title: string;
  readonly description: string;
  /** As the asker may know it: a public asker sees a rehearsal of a scheduled show as `scheduled`. */
  readonly status: Exclude<ShowStatus, 'absent'>;
  readonly startsAtMs: number | null;
  readonly liveSinceMs: number | null;
  readonly hostId: PersonId;
}

/** The line as this principal may see it; undefined when for them there is no such show. */
export function summaryFor(principal: Principal, show: ShowState): ShowSummary | undefined {
  if (show.status === 'absent' || show.status === 'archived') return undefined;
  if (principal.showId !== null && principal.showId !== show.showId) return undefined;
  const status = audienceOf(principal, show) === 'staff' ? show.status : publicStatusOf(show);
  if (status === null) return undefined;
  const { showId, title, description, startsAtMs, hostId } = show;
  const liveSinceMs = 'liveSinceMs' in show ? show.liveSinceMs : null;
  return { showId, title, description, status, startsAtMs, liveSinceMs, hostId };
}
