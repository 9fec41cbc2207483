import type { RecordedEvent } from '#application/ports.ts';
import { assertNever } from '#domain/decision.ts';
import type { MessageId, PersonId, RulingId } from '#domain/ids.ts';
import type { RoomEvent, RoomMessage, RoomState } from '#domain/room/room.ts';
import type { RoomChannelEvent } from '#protocol/room-views.ts';
import type { Reader } from '../channels/channel-kind.ts';
import { RoomPresentation, type RoomSurroundings } from './present-room.ts';
import { indexOf, isForItsAuthor } from './room-index.ts';

/**
 * What one reader is told of an event, from the room as it is **now**: an old message that was removed since is a
 * tombstone, and one that quotes it no longer does. Empty where it is none of the reader's business.
 */
export function presentRoomEvent(
  around: RoomSurroundings,
  recorded: RecordedEvent<RoomEvent>,
  state: RoomState,
  reader: Reader,
): readonly RoomChannelEvent[] {
  const view = new RoomPresentation(around, state, reader);
  const isStaff = reader.audience === 'staff';
  const { event, actorId } = recorded;
  switch (event.type) {
    case 'message-sent':
      return messagesNow(view, state, [event.messageId]);
    case 'message-approved':
      return changed(view, state, [event.messageId]);
    case 'message-reported':
    case 'reports-dismissed':
      return isStaff ? messagesNow(view, state, [event.messageId]) : [];
    case 'messages-deleted':
      return [...changed(view, state, event.messageIds), ...ruling(view, state, event.rulingId, isStaff)];
    case 'person-restricted':
    case 'ruling-undone': {
      const messageIds = event.type === 'person-restricted' ? event.messageIds : removedBy(state, event);
      const messages = messageIds.length === 0 ? [] : changed(view, state, messageIds);
      const own = boundBy(state, event) === reader.personId ? ownNow(view) : [];
      return [...messages, ...own, ...ruling(view, state, event.rulingId, isStaff)];
    }
    case 'message-pinned':
    case 'message-unpinned':
      return [{ type: 'room.pins', pins: view.pins() }];
    case 'rules-set':
      return [{ type: 'room.rules', rules: view.rules() }];
    case 'person-blocked':
    case 'person-unblocked':
      return actorId === reader.personId ? ownNow(view) : [];
    default:
      return assertNever(event);
  }
}

/** For whom an event is presented apart: authors of what only they see, who is bound or freed, who blocks. */
export function selvesOfRoomEvent(
  { event, actorId }: RecordedEvent<RoomEvent>,
  state: RoomState,
): readonly PersonId[] {
  switch (event.type) {
    case 'message-sent':
    case 'message-approved':
      return authorsOfUnseen(state, [event.messageId]);
    case 'messages-deleted':
      return authorsOfUnseen(state, event.messageIds);
    case 'person-restricted':
    case 'ruling-undone': {
      const messageIds = event.type === 'person-restricted' ? event.messageIds : removedBy(state, event);
      const bound = boundBy(state, event);
      const authors = authorsOfUnseen(state, messageIds);
      return bound === undefined ? authors : [...authors, bound];
    }
    case 'person-blocked':
    case 'person-unblocked':
      return [actorId];
    case 'message-reported':
    case 'reports-dismissed':
    case 'message-pinned':
    case 'message-unpinned':
    case 'rules-set':
      return [];
    default:
      return assertNever(event);
  }
}

/** Whether an event changes what was said of earlier ones. */
export const isRetroactiveInRoom = ({ type }: RoomEvent): boolean =>
  type !== 'message-sent' && type !== 'rules-set' && type !== 'person-blocked' && type !== 'person-unblocked';

/** Messages as they are now: those the reader sees, and tombstones of what is gone. */
function messagesNow(
  view: RoomPresentation,
  state: RoomState,
  messageIds: readonly MessageId[],
): readonly RoomChannelEvent[] {
  const { messages } = indexOf(state);
  const seen: RoomMessage[] = [];
  const gone: MessageId[] = [];
  for (const messageId of messageIds) {
    const message = messages.get(messageId);
    if (message === undefined || isTombstone(message)) gone.push(messageId);
    if (message !== undefined && view.sees(message)) seen.push(message);
  }
  const events = seen.map((message) => ({ type: 'room.message' as const, message: view.message(message) }));
  // Who sees the messages themselves, as the crew does, needs no tombstones for them.
  const removed = gone.filter((messageId) => !seen.some((message) => message.messageId === messageId));
  return removed.length === 0 ? events : [{ type: 'room.messages-removed', messageIds: removed }, ...events];
}

/** The public never knew of the crew's own. */
const isTombstone = ({ status, audience }: RoomMessage): boolean =>
  status === 'removed' && audience === 'room';

/** The same with what quotes or pins them. */
function changed(
  view: RoomPresentation,
  state: RoomState,
  messageIds: readonly MessageId[],
): readonly RoomChannelEvent[] {
  const { repliesTo } = indexOf(state);
  const quoting = messageIds.flatMap((messageId) => repliesTo.get(messageId) ?? []);
  const replies = quoting
    .filter((message) => !messageIds.includes(message.messageId) && view.sees(message))
    .map((message) => ({ type: 'room.message' as const, message: view.message(message) }));
  return [...messagesNow(view, state, messageIds), ...replies, { type: 'room.pins', pins: view.pins() }];
}

const ownNow = (view: RoomPresentation): readonly RoomChannelEvent[] => [
  { type: 'room.own', own: view.own() },
];

function ruling(
  view: RoomPresentation,
  state: RoomState,
  rulingId: RulingId,
  isStaff: boolean,
): readonly RoomChannelEvent[] {
  const found = isStaff ? state.rulings.find((one) => one.rulingId === rulingId) : undefined;
  return found === undefined ? [] : [{ type: 'room.ruling', ruling: view.ruling(found) }];
}

type Undone = Extract<RoomEvent, { readonly type: 'ruling-undone' }>;
type Restricted = Extract<RoomEvent, { readonly type: 'person-restricted' }>;

const removedBy = (state: RoomState, { rulingId }: Undone): readonly MessageId[] =>
  state.rulings.find((one) => one.rulingId === rulingId)?.messageIds ?? [];

/** Who has another standing by it. Of a shadow ban `own` says nothing, but it may end a timeout. */
function boundBy(state: RoomState, event: Undone | Restricted): PersonId | undefined {
  const found = state.rulings.find((one) => one.rulingId === event.rulingId);
  const { kind, personId } = event.type === 'person-restricted' ? event : (found ?? {});
  return kind === 'ban' || kind === 'timeout' || kind === 'shadow' ? personId : undefined;
}

/** Authors of held and shadowed ones among these and among what quotes them. */
function authorsOfUnseen(state: RoomState, messageIds: readonly MessageId[]): readonly PersonId[] {
  const { messages, repliesTo } = indexOf(state);
  return messageIds
    .flatMap((messageId) => [messages.get(messageId), ...(repliesTo.get(messageId) ?? [])])
    .flatMap((message) => (message !== undefined && isForItsAuthor(message) ? [message.authorId] : []));
}
