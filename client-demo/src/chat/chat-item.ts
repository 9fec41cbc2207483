import type { MessageView } from '#protocol/room-views.ts';
import type { FeedItem } from './feed.ts';

/** How far one's own message has come. */
export type Delivery =
  | { readonly status: 'sending' }
  /** Goes by itself: at `untilMs` (server time), or when the connection is back (null). */
  | { readonly status: 'waiting'; readonly untilMs: number | null }
  | { readonly status: 'failed'; readonly reason: string; readonly mayRetry: boolean };

/** A line of the chat: a message of the room, or one's own on its way there. */
export interface ChatItem extends FeedItem {
  readonly message: MessageView;
  /** null once the room has it. */
  readonly delivery: Delivery | null;
}

/** Who reads. */
export interface Reader {
  readonly personId: string;
  readonly isCrew: boolean;
  readonly mayModerate: boolean;
}

/** Whether a message concerns the reader so much that no rush may hide it. Pure. */
export const isImportantTo = (message: MessageView, reader: Reader, isAnswerToReader: boolean): boolean =>
  message.author.personId === reader.personId ||
  message.kind === 'announcement' ||
  message.audience === 'crew' ||
  message.author.badge !== null ||
  isAnswerToReader ||
  message.mentions.some(({ personId }) => personId === reader.personId);
