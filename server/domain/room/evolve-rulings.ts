import type { MessageId, RulingId } from '../ids.ts';
import type { RoomEvent, RoomOccurrence } from './events.ts';
import { isInForce } from './selectors.ts';
import {
  maximumRestrictions,
  maximumRulings,
  type Restriction,
  type RoomMessage,
  type RoomState,
  type Ruling,
} from './state.ts';

type RulingEvent = Extract<
  RoomEvent,
  { readonly type: 'messages-deleted' | 'person-restricted' | 'ruling-undone' }
>;

/** Acts against somebody, and taking them back. */
export function evolveRulings(state: RoomState, occurrence: RoomOccurrence<RulingEvent>): RoomState {
  const { event, atMs, actorId: byId } = occurrence;
  if (event.type === 'ruling-undone') return undone(state, event.rulingId, { byId, atMs });
  if (state.rulings.some(({ rulingId }) => rulingId === event.rulingId)) return state;
  const { rulingId, kind, personId, messageIds, reason } = event;
  const untilMs = event.type === 'person-restricted' ? event.untilMs : null;
  const ruling: Ruling = { rulingId, kind, byId, personId, messageIds, reason, atMs, untilMs, undone: null };
  const after: RoomState = {
    ...state,
    rulings: [...state.rulings, ruling].slice(-maximumRulings),
    messages: removed(state.messages, messageIds, rulingId),
  };
  if (event.type === 'messages-deleted') return after;
  const restriction: Restriction = { personId, kind: event.kind, rulingId, untilMs };
  return { ...after, restrictions: withRestriction(state, restriction, atMs) };
}

/** The latest ruling on a person replaces the one before; those whose time is over make room. */
function withRestriction(
  { restrictions }: RoomState,
  restriction: Restriction,
  atMs: number,
): readonly Restriction[] {
  const { personId } = restriction;
  const others = restrictions.filter((one) => one.personId !== personId && isInForce(one, atMs));
  return [...others, restriction].slice(-maximumRestrictions);
}

function removed(
  messages: readonly RoomMessage[],
  messageIds: readonly MessageId[],
  rulingId: RulingId,
): readonly RoomMessage[] {
  const ids = new Set(messageIds);
  return messages.map((message) => {
    if (!ids.has(message.messageId) || message.status === 'removed') return message;
    return { ...message, status: 'removed', statusBefore: message.status, rulingId };
  });
}

/** Brings back what the ruling removed, unless another one in force covers it, and frees whom it still binds. */
function undone(state: RoomState, rulingId: RulingId, by: NonNullable<Ruling['undone']>): RoomState {
  const rulings = state.rulings.map((ruling) =>
    ruling.rulingId === rulingId && ruling.undone === null ? { ...ruling, undone: by } : ruling,
  );
  return {
    ...state,
    rulings,
    restrictions: state.restrictions.filter((one) => one.rulingId !== rulingId),
    messages: state.messages.map((message) =>
      message.rulingId === rulingId ? restored(message, rulings) : message,
    ),
  };
}

function restored(message: RoomMessage, rulings: readonly Ruling[]): RoomMessage {
  const other = rulings.find(
    ({ undone: isUndone, messageIds }) => isUndone === null && messageIds.includes(message.messageId),
  );
  if (other) return { ...message, rulingId: other.rulingId };
  return { ...message, status: message.statusBefore ?? 'shown', statusBefore: null, rulingId: null };
}
