import type { PersonId, ShowId } from '#domain/ids.ts';
import type { ShowStatus } from '#domain/show/show.ts';

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
