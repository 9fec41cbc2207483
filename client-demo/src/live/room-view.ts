import { assertNever } from '#domain/decision.ts';
import type { MessageView, RoomChannelEvent, RoomView, RulingView } from '#protocol/room-views.ts';

/** As many messages and rulings as the room itself keeps (domain/room/state.ts). */
const keptMessages = 500;
const keptRulings = 500;

/** Messages by their place in the room. Most are newer than all others, so nothing is sorted for them. */
const withMessages = (
  messages: readonly MessageView[],
  changed: readonly MessageView[],
): readonly MessageView[] => {
  const last = messages.at(-1)?.sequence ?? 0;
  const isAppended = changed.every(
    ({ sequence }, index) => sequence > (changed[index - 1]?.sequence ?? last),
  );
  if (isAppended) return [...messages, ...changed].slice(-keptMessages);
  const byId = new Map([...messages, ...changed].map((message) => [message.messageId, message]));
  return [...byId.values()].toSorted((a, b) => a.sequence - b.sequence).slice(-keptMessages);
};

/** The newest ruling first; one that changed keeps its place. */
const withRuling = (rulings: readonly RulingView[], changed: RulingView): readonly RulingView[] => {
  const isKnown = rulings.some(({ rulingId }) => rulingId === changed.rulingId);
  if (!isKnown) return [changed, ...rulings].slice(0, keptRulings);
  return rulings.map((ruling) => (ruling.rulingId === changed.rulingId ? changed : ruling));
};

const applyOne = (view: RoomView, event: Exclude<RoomChannelEvent, { type: 'room.message' }>): RoomView => {
  switch (event.type) {
    case 'room.messages-removed': {
      const gone = new Set(event.messageIds);
      return { ...view, messages: view.messages.filter(({ messageId }) => !gone.has(messageId)) };
    }
    case 'room.pins':
      return { ...view, pins: event.pins };
    case 'room.rules':
      return { ...view, rules: event.rules };
    case 'room.own':
      return { ...view, own: event.own };
    case 'room.ruling':
      return { ...view, rulings: withRuling(view.rulings ?? [], event.ruling) };
    default:
      return assertNever(event);
  }
};

/** The room after events, in order. Pure; messages in a row are put in at once, so a busy room copies its list once. */
export const applyRoomEvents = (before: RoomView, events: readonly RoomChannelEvent[]): RoomView => {
  let view = before;
  let run: MessageView[] = [];
  const putIn = () => {
    if (run.length > 0) view = { ...view, messages: withMessages(view.messages, run) };
    run = [];
  };
  for (const event of events) {
    if (event.type === 'room.message') run.push(event.message);
    else {
      putIn();
      view = applyOne(view, event);
    }
  }
  putIn();
  return view;
};

/** Whether a fresh snapshot leaves out messages between what was known and what it begins with. Pure. */
export const hasGapBetween = (before: RoomView, after: RoomView): boolean => {
  const newest = before.messages.at(-1)?.sequence;
  const oldest = after.messages[0]?.sequence;
  return newest !== undefined && oldest !== undefined && oldest > newest;
};
