import { signal, type ReadonlySignal } from '@preact/signals';
import type { Push } from '#protocol/messages.ts';
import type { MessageView, RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import type { Subscribed } from '#protocol/views.ts';
import type { CallError, Outcome } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';

/** The room as the desk follows it. */
export type RoomFollow =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly view: RoomView; readonly staleSinceMs: number | null }
  | { readonly status: 'refused'; readonly error: CallError };

export interface RoomSource {
  readonly follow: ReadonlySignal<RoomFollow>;
  readonly present: ReadonlySignal<number | null>;
  close(): void;
}

const withMessage = (messages: readonly MessageView[], changed: MessageView): readonly MessageView[] =>
  [...messages.filter(({ messageId }) => messageId !== changed.messageId), changed].toSorted(
    (a, b) => a.sequence - b.sequence,
  );

export const applyRoomEvent = (view: RoomView, event: RoomChannelEvent): RoomView => {
  switch (event.type) {
    case 'room.message':
      return { ...view, messages: withMessage(view.messages, event.message) };
    case 'room.messages-removed':
      return {
        ...view,
        messages: view.messages.filter(({ messageId }) => !event.messageIds.includes(messageId)),
      };
    case 'room.pins':
      return { ...view, pins: event.pins };
    case 'room.rules':
      return { ...view, rules: event.rules };
    case 'room.own':
      return { ...view, own: event.own };
    case 'room.ruling':
      return {
        ...view,
        rulings: [
          event.ruling,
          ...(view.rulings ?? []).filter(({ rulingId }) => rulingId !== event.ruling.rulingId),
        ].toSorted((a, b) => b.atMs - a.atMs),
      };
  }
};

export const createRoomSource = (socket: LiveSocket, showId: string): RoomSource => {
  const channel = `room-${showId}`;
  const follow = signal<RoomFollow>({ status: 'loading' });
  const present = signal<number | null>(null);
  let version: number | undefined;
  const subscribe = async () => {
    version = undefined;
    const outcome = (await socket.request('channel.subscribe', { channel })) as unknown as Outcome<
      Subscribed<RoomView>
    >;
    if (!outcome.ok) {
      if (!outcome.error.temporary) follow.value = { status: 'refused', error: outcome.error };
      else setTimeout(() => void subscribe(), 1000);
      return;
    }
    version = outcome.value.position.version;
    if (!outcome.value.recovered)
      follow.value = { status: 'ready', view: outcome.value.snapshot, staleSinceMs: null };
  };
  const take = (push: Push) => {
    const current = follow.peek();
    if (version === undefined || push.to <= version || current.status !== 'ready') return;
    if (push.from !== version) return void subscribe();
    version = push.to;
    const view = (push.events as readonly RoomChannelEvent[]).reduce(applyRoomEvent, current.view);
    follow.value = { ...current, view };
  };
  const stops = [
    socket.onPush(channel, take),
    socket.onOpen(() => void subscribe()),
    socket.onSignal('room.presence', (data) => {
      if (data.showId === showId) present.value = data.count;
    }),
    socket.state.subscribe(({ status }) => {
      const current = follow.peek();
      if (status === 'open' || current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: performance.now() };
    }),
  ];
  if (socket.state.peek().status === 'open') void subscribe();
  return { follow, present, close: () => stops.forEach((stop) => stop()) };
};
