import { accepted, assertNever, rejected } from '../decision.ts';
import type { MessageId } from '../ids.ts';
import type { RoomCommand, RoomContext, RoomDecision } from './commands.ts';
import { isInForce, isPublic, messageById, pinsInForce } from './selectors.ts';
import { maximumPins, type RoomState } from './state.ts';

type PinCommand = Extract<RoomCommand, { readonly type: 'pin-message' | 'unpin-message' }>;

/** What stands above the chat. Only what everybody sees can be pinned. */
export function decidePins(command: PinCommand, state: RoomState, { nowMs }: RoomContext): RoomDecision {
  const { messageId } = command;
  const pin = state.pins.find((candidate) => candidate.messageId === messageId);
  switch (command.type) {
    case 'pin-message': {
      const message = messageById(state, messageId);
      if (!message || !isPublic(message)) return rejected('message-not-found');
      const untilMs = command.forMs === null ? null : nowMs + command.forMs;
      if (pin?.untilMs === null && untilMs === null) return rejected('room-unchanged');
      return pinRefusal(state, messageId, nowMs) ?? accepted({ type: 'message-pinned', messageId, untilMs });
    }
    case 'unpin-message': {
      const { pinnedUntilMs } = command;
      const isMeant =
        pinnedUntilMs === undefined || (pin?.untilMs === pinnedUntilMs && !isInForce(pin, nowMs));
      if (!pin || !isMeant) return rejected('room-unchanged');
      return accepted({ type: 'message-unpinned', messageId });
    }
    default:
      return assertNever(command);
  }
}

/** Pins everybody sees count; one more beside the message's own does not fit. */
export function pinRefusal(state: RoomState, messageId: MessageId, nowMs: number): RoomDecision | undefined {
  const others = pinsInForce(state, nowMs).filter((pin) => pin.messageId !== messageId);
  return others.length < maximumPins ? undefined : rejected('room-limit-reached', { limit: maximumPins });
}
