import type { MessageView, OwnStanding, PinView, RoomRulesView, RulingView } from '#protocol/room-views.ts';
import type { ChannelReader } from './channel-reader.ts';

/** A room as a client holds it after a snapshot and what came since. */
export interface RoomReading {
  readonly messages: readonly MessageView[];
  readonly pins: readonly PinView[];
  readonly rules: RoomRulesView | undefined;
  readonly own: OwnStanding | undefined;
  readonly rulings: readonly RulingView[];
}

/** What a reader of `room-<show>` has on its screen now, messages in the room's order. */
export function roomReading({ view, events }: ChannelReader<`room-${string}`>): RoomReading {
  const messages = new Map((view?.messages ?? []).map((message) => [message.messageId, message]));
  const rulings = new Map((view?.rulings ?? []).map((ruling) => [ruling.rulingId, ruling]));
  let pins = view?.pins ?? [];
  let rules = view?.rules;
  let own = view?.own;
  for (const event of events) {
    if (event.type === 'room.message') messages.set(event.message.messageId, event.message);
    if (event.type === 'room.messages-removed') for (const id of event.messageIds) messages.delete(id);
    if (event.type === 'room.pins') pins = event.pins;
    if (event.type === 'room.rules') rules = event.rules;
    if (event.type === 'room.own') own = event.own;
    if (event.type === 'room.ruling') rulings.set(event.ruling.rulingId, event.ruling);
  }
  const inOrder = [...messages.values()].toSorted((one, other) => one.sequence - other.sequence);
  return { messages: inOrder, pins, rules, own, rulings: [...rulings.values()] };
}
