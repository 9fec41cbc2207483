import type { Position } from '#application/ports.ts';
import type { SerialisedJson } from '../payload.ts';
import type { Session } from '../session.ts';
import type { Keepable } from './kept-open.ts';

/** A channel as this process has it open for its sockets. */
export interface Channel extends Keepable {
  readonly name: string;
  has(session: Session): boolean;
  /**
   * Answers with `Subscribed`, serialised: what came since `after` when that still holds, else the whole. Pushes go on
   * from the answer. Checks the right on every call; throws a `Refusal`.
   */
  subscribe(session: Session, after: Position | undefined): Promise<SerialisedJson>;
  /** Idempotent. */
  unsubscribe(session: Session): void;
  /** Rights may have changed, those of one socket or of all: takes back what is no longer due. */
  recheck(session?: Session): void;
}
