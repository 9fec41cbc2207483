import type { MessageView } from '#protocol/room-views.ts';
import type { Progress } from '../live/outgoing.ts';
import type { FeedItem } from './feed.ts';

/** A line of the chat: a message of the room, or one's own on its way there. */
export interface ChatItem extends FeedItem {
  readonly message: MessageView;
  /** null once the room has it. */
  readonly progress: Progress | null;
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
