import type { MessageId, PersonId } from '../ids.ts';
import type { RoomEvent, RoomOccurrence } from './events.ts';
import { messageById } from './selectors.ts';
import {
  flood,
  maximumMessages,
  maximumRecentWriters,
  maximumReportsPerMessage,
  type RecentWriter,
  type Report,
  type RoomMessage,
  type RoomState,
} from './state.ts';

type Sent = Extract<RoomEvent, { readonly type: 'message-sent' }>;
type MessageEvent =
  Sent | Extract<RoomEvent, { readonly type: 'message-approved' | 'message-reported' | 'reports-dismissed' }>;

/** Messages come, are let through, reported and found harmless. `state` counts the event already. */
export function evolveMessages(state: RoomState, occurrence: RoomOccurrence<MessageEvent>): RoomState {
  const { event, atMs, actorId: byId } = occurrence;
  const cleared = { byId, atMs };
  switch (event.type) {
    case 'message-sent':
      return sent(state, event, byId, atMs);
    case 'message-approved':
      return change(state, event.messageId, (message) => ({
        ...message,
        status: 'shown',
        cleared,
        reports: [],
      }));
    case 'reports-dismissed':
      return change(state, event.messageId, (message) => ({ ...message, cleared, reports: [] }));
    case 'message-reported': {
      const report: Report = { byId, atMs, reason: event.reason };
      return change(state, event.messageId, (message) => ({
        ...message,
        reports: [...message.reports, report].slice(-maximumReportsPerMessage),
      }));
    }
  }
}

function sent(state: RoomState, event: Sent, authorId: PersonId, sentAtMs: number): RoomState {
  if (messageById(state, event.messageId)) return state;
  const { type: _type, textDigest, ...written } = event;
  const message: RoomMessage = {
    ...written,
    sequence: state.version,
    authorId,
    sentAtMs,
    statusBefore: null,
    rulingId: null,
    reports: [],
    cleared: null,
  };
  const messages = withinBounds([...state.messages, message], state);
  if (event.isCrew) return { ...state, messages };
  return { ...state, messages, recentWriters: wrote(state, authorId, textDigest, sentAtMs) };
}

/** The oldest goes, unless it is pinned: there are fewer pins than places. */
function withinBounds(messages: readonly RoomMessage[], { pins }: RoomState): readonly RoomMessage[] {
  if (messages.length <= maximumMessages) return messages;
  const oldest = messages.find(({ messageId }) => !pins.some((pin) => pin.messageId === messageId));
  return messages.filter((message) => message !== oldest);
}

/** Whoever wrote last stands last, so that whoever wrote longest ago is forgotten first. */
function wrote(
  { recentWriters }: RoomState,
  personId: PersonId,
  lastText: string,
  atMs: number,
): readonly RecentWriter[] {
  const before = recentWriters.find((writer) => writer.personId === personId);
  const others = recentWriters.filter((writer) => writer !== before);
  const sentAtMs = [...(before?.sentAtMs ?? []), atMs].slice(-flood.messages);
  return [...others, { personId, sentAtMs, lastText }].slice(-maximumRecentWriters);
}

/** A message that is gone or removed stays as it is. */
function change(
  state: RoomState,
  messageId: MessageId,
  changed: (message: RoomMessage) => RoomMessage,
): RoomState {
  const fits = (message: RoomMessage) => message.messageId === messageId && message.status !== 'removed';
  if (!state.messages.some(fits)) return state;
  return {
    ...state,
    messages: state.messages.map((message) => (fits(message) ? changed(message) : message)),
  };
}
