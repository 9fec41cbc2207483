import { createHash } from 'node:crypto';
import type { CommandId, EventId } from '#domain/ids.ts';
import type { FeedEntry } from './ports.ts';

/** Does something because of an event: issues a command, tells media. May see an event twice, never skips one. */
export interface Policy {
  /** Stable for ever: the place in the feed is kept under it. */
  readonly name: string;
  /** Where to begin when the name is new. `now` suits what only keeps something up to date. */
  readonly startsAt: 'beginning' | 'now';
  /**
   * `shared` (the default): the place is stored, and what happens while no server runs comes later. `none`: every
   * process hears everything from its own start on, and nothing is stored; for what each process does for itself.
   */
  readonly cursor?: 'shared' | 'none';
  /** When it rejects, the event comes again later, and those after it wait. */
  handle(entry: FeedEntry): Promise<void>;
}

/** Names a timer wherever it is derived from: the same on every server and after every restart. */
export type TimerKey = `timer:${string}`;

/** The id of the command that follows from an event or a timer: the same whenever that comes again. */
export const consequenceId = (policy: string, cause: EventId | TimerKey): CommandId =>
  // Forty characters is the most an id may have; the hash leaves no other way to make one.
  createHash('sha256').update(`${policy} ${cause}`).digest('base64url').slice(0, 40) as CommandId;
