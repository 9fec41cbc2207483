import { createHash } from 'node:crypto';
import type { CommandId, EventId } from '#domain/ids.ts';
import type { FeedEntry } from './ports.ts';

/** Does something because of an event: issues a command, tells media. May see an event twice, never skips one. */
export interface Policy {
  /** Stable for ever: the place in the feed is kept under it. */
  readonly name: string;
  /** Where to begin when the name is new. `now` suits what only keeps something up to date. */
  readonly startsAt: 'beginning' | 'now';
  /** When it rejects, the event comes again later, and those after it wait. */
  handle(entry: FeedEntry): Promise<void>;
}

/** The id of the command that a policy issues because of an event: the same whenever the event comes again. */
export const consequenceId = (policy: string, eventId: EventId): CommandId =>
  // Forty characters is the most an id may have; the hash leaves no other way to make one.
  createHash('sha256').update(`${policy} ${eventId}`).digest('base64url').slice(0, 40) as CommandId;
