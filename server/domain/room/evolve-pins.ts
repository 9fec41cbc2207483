import type { RoomEvent } from './events.ts';
import { isInForce, isPublic, messageById } from './selectors.ts';
import { maximumPins, type Pin, type RoomState } from './state.ts';

type PinEvent = Extract<RoomEvent, { readonly type: 'message-pinned' | 'message-unpinned' }>;

/** The pins after one event. A pin of a removed message is kept for its undoing while there is room. */
export function evolvePins(state: RoomState, event: PinEvent, atMs: number): RoomState {
  const { messageId } = event;
  const others = state.pins.filter((pin) => pin.messageId !== messageId);
  if (event.type === 'message-unpinned') return { ...state, pins: others };
  if (!messageById(state, messageId)) return state;
  const pin: Pin = { messageId, pinnedAtMs: atMs, untilMs: event.untilMs };
  const living = others.filter((one) => isInForce(one, atMs));
  return { ...state, pins: [...withRoomForOne(living, state), pin] };
}

function withRoomForOne(pins: readonly Pin[], state: RoomState): readonly Pin[] {
  if (pins.length < maximumPins) return pins;
  const isSeen = (pin: Pin) => {
    const message = messageById(state, pin.messageId);
    return message !== undefined && isPublic(message);
  };
  const leaving = pins.find((pin) => !isSeen(pin)) ?? pins[0];
  return pins.filter((pin) => pin !== leaving);
}
