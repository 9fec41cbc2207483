import type { PersonId } from '#domain/ids.ts';
import type { Language } from './language.ts';
import type { NoticeKind } from './notifier.ts';

export type MessageChannel = 'mail' | 'push';
export type MessageKind = NoticeKind | 'sign-in';

/** One message to one person, written out: what is kept is what is sent. Personal, and a sign-in's text is a secret. */
export interface OutgoingMessage {
  /** Made from cause, kind, channel and person: the same message twice is one. */
  readonly messageId: string;
  readonly channel: MessageChannel;
  readonly kind: MessageKind;
  readonly personId: PersonId;
  /** The address of a mail; null for a push, which goes to every browser that the person subscribed. */
  readonly recipient: string | null;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  /** Null for a push. */
  readonly html: string | null;
  /** Where a tap leads, an absolute address of ours. */
  readonly link: string;
  readonly createdAtMs: number;
  /** Worth nothing to the reader from then on, so it is no longer sent. */
  readonly expiresAtMs: number;
}

/**
 * `queued`: to be sent, perhaps again. `sent`: a mail server or push service has it. `failed`: refused, given up or
 * expired. `kept`: there is no mail server, the operator reads it here.
 */
export type MessageState = 'queued' | 'sent' | 'failed' | 'kept';

export interface StoredMessage extends OutgoingMessage {
  readonly state: MessageState;
  /** How often sending was begun. */
  readonly attempts: number;
  readonly nextAttemptAtMs: number;
  /** Why the last attempt failed, in a word or a status; nothing personal. */
  readonly fault: string | null;
  readonly finishedAtMs: number | null;
}

/** What became of an attempt. */
export type Settlement =
  | { readonly state: 'sent'; readonly atMs: number }
  | { readonly state: 'failed'; readonly atMs: number; readonly fault: string }
  | { readonly state: 'queued'; readonly nextAttemptAtMs: number; readonly fault: string };

/**
 * The outbox. Each method is atomic over all servers; what was added survives a killed process when it resolves. Holds
 * at most as many messages as the adapter was opened with: the oldest finished ones make room. Adapters: storage/messages (SQLite,
 * memory, Redis), one contract suite over all.
 */
export interface MessageStore {
  /** `known`: there was one of this id, and nothing changed. `full`: all that are kept are still to be sent. */
  add(message: OutgoingMessage, state: 'queued' | 'kept'): Promise<'added' | 'known' | 'full'>;
  /**
   * At most `limit` that are due, the longest due first. They count one attempt more and are nobody else's for
   * `leaseMs`; whoever dies with them leaves them to the next after that.
   */
  takeDue(request: {
    readonly nowMs: number;
    readonly leaseMs: number;
    readonly limit: number;
  }): Promise<readonly StoredMessage[]>;
  /** Says what became of an attempt; one that another attempt overtook changes nothing. A sent sign-in loses its text. */
  settle(taken: Pick<StoredMessage, 'messageId' | 'attempts'>, settlement: Settlement): Promise<void>;
  find(messageId: string): Promise<StoredMessage | undefined>;
  /** The latest first. */
  list(limit: number): Promise<readonly StoredMessage[]>;
  /** How many of these kinds were added for a recipient since; counts what is still kept. */
  countTo(recipient: string, kinds: readonly MessageKind[], sinceMs: number): Promise<number>;
  /** Removes every message to a person or to one of these addresses, whatever its state. */
  eraseOf(personId: PersonId, recipients: readonly string[]): Promise<void>;
  /** Removes messages that were finished before. Their ids are forgotten, too. Answers how many. */
  forgetBefore(beforeMs: number): Promise<number>;
  close(): Promise<void>;
}
