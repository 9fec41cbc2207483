import type { CallError } from './outcome.ts';

/** A message as its author hands it over. */
export interface Outgoing {
  readonly messageId: string;
  readonly text: string;
  readonly replyToId: string | null;
  readonly mentionIds: readonly string[];
  readonly kind: 'room' | 'crew' | 'announcement';
  /** Server time. */
  readonly writtenAtMs: number;
}

/** How far a message of one's own has come. */
export type Progress =
  | { readonly status: 'sending' }
  /** Goes by itself: at `untilMs` (server time), or when the connection is back (null). */
  | { readonly status: 'waiting'; readonly untilMs: number | null }
  /** `error` null: it waited so long that it no longer fits what the room talks about. */
  | { readonly status: 'failed'; readonly error: CallError | null; readonly mayRetry: boolean };

/** A message on its way. It is sent once, however often the connection is lost meanwhile. */
export interface OnItsWay extends Outgoing {
  readonly progress: Progress;
}

/** Where messages wait when the page goes away, so that a reload or a crash of the tab loses none. */
export interface OutgoingStore {
  /** What this tab left before its reload, and what tabs left that are gone. Each message is handed out once. */
  adopt(): Promise<readonly Outgoing[]>;
  save(messages: readonly Outgoing[]): void;
}

export const forgetfulStore: OutgoingStore = { adopt: async () => [], save: () => undefined };
