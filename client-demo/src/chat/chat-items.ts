import type { MessageView, PersonView, RoomView } from '#protocol/room-views.ts';
import type { OnItsWay } from '../live/outgoing.ts';
import { isImportantTo, type ChatItem, type Reader } from './chat-item.ts';
import type { Mentionable } from './mention-draft.ts';

/** Makes the lines of the chat. What did not change stays the same object, so that its row is not drawn again. */
export interface ItemMaker {
  of(
    view: RoomView,
    onTheirWay: readonly OnItsWay[],
    reader: Reader & { readonly name: string },
  ): readonly ChatItem[];
}

/** Newer than everything the room has. */
const unsequenced = Number.MAX_SAFE_INTEGER;
const excerptLength = 80;

const answeredBy = (replyToId: string | null, messages: readonly MessageView[]): MessageView['replyTo'] => {
  const message = messages.find(({ messageId }) => messageId === replyToId);
  if (message === undefined) return null;
  const { messageId, author, text } = message;
  return { messageId, name: author.name, excerpt: text.slice(0, excerptLength) };
};

const onItsWayView = (
  { messageId, kind, text, replyToId, writtenAtMs }: OnItsWay,
  author: PersonView,
  messages: readonly MessageView[],
): MessageView => ({
  messageId,
  sequence: unsequenced,
  author,
  kind: kind === 'announcement' ? 'announcement' : 'message',
  audience: kind === 'crew' ? 'crew' : 'room',
  text,
  sentAtMs: writtenAtMs,
  replyTo: answeredBy(replyToId, messages),
  mentions: [],
  status: 'shown',
});

export const createItemMaker = (): ItemMaker => {
  let known = new WeakMap<object, ChatItem>();
  let of: Reader | undefined;
  const remember = (source: object, make: () => ChatItem): ChatItem => {
    const item = known.get(source) ?? make();
    known.set(source, item);
    return item;
  };
  return {
    of: (view, onTheirWay, reader) => {
      const isSame = of?.personId === reader.personId && of.isCrew === reader.isCrew;
      if (!isSame) known = new WeakMap();
      of = reader;
      const { messages, own } = view;
      const blocked = new Set(own.blockedIds);
      const ownIds = new Set(
        messages
          .filter(({ author }) => author.personId === reader.personId)
          .map(({ messageId }) => messageId),
      );
      const there = messages
        .filter(({ author }) => !blocked.has(author.personId))
        .map((message) =>
          remember(message, () => ({
            id: message.messageId,
            atMs: message.sentAtMs,
            isOwn: message.author.personId === reader.personId,
            isImportant: isImportantTo(message, reader, ownIds.has(message.replyTo?.messageId ?? '')),
            message,
            progress: null,
          })),
        );
      const me = messages.findLast(({ author }) => author.personId === reader.personId)?.author;
      const author = { personId: reader.personId, badge: me?.badge ?? null, name: reader.name };
      const coming = onTheirWay
        .filter(({ messageId }) => !ownIds.has(messageId))
        .map((one) =>
          remember(one, () => ({
            id: one.messageId,
            atMs: one.writtenAtMs,
            isOwn: true,
            isImportant: true,
            message: onItsWayView(one, author, messages),
            progress: one.progress,
          })),
        );
      return [...there, ...coming];
    },
  };
};

/** Everybody seen in the room, the latest first, each once. Pure. */
export const peopleSeen = (
  messages: readonly MessageView[],
  sample: readonly PersonView[],
  ownId: string,
): readonly Mentionable[] => {
  const seen = new Map<string, Mentionable>();
  for (const { author } of messages.toReversed())
    if (!seen.has(author.personId)) seen.set(author.personId, author);
  for (const person of sample) if (!seen.has(person.personId)) seen.set(person.personId, person);
  seen.delete(ownId);
  return [...seen.values()];
};
