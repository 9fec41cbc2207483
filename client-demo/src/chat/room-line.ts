import { effect, signal } from '@preact/signals';
import type { Push } from '#protocol/messages.ts';
import type { MessageView, RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import type { Subscribed } from '#protocol/views.ts';
import { assertNever } from '#domain/decision.ts';
import { backOffMs } from '../live/back-off.ts';
import { freshId } from '../live/fresh-id.ts';
import type { Outcome } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { TimeSource } from '../live/time-source.ts';
import type { Outgoing, Presence, RoomCommand, RoomFollow, RoomSource } from './room-source.ts';
import { createSendQueue } from './send-queue.ts';

export interface RoomLineOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly time: TimeSource;
  readonly nowMs: () => number;
}

/** As many as the room itself keeps (domain/room/state.ts). */
const keptMessages = 500;

const withMessage = (messages: readonly MessageView[], changed: MessageView): readonly MessageView[] => {
  const last = messages.at(-1);
  if (last === undefined || last.sequence < changed.sequence)
    return [...messages, changed].slice(-keptMessages);
  return [...messages.filter(({ messageId }) => messageId !== changed.messageId), changed]
    .toSorted((a, b) => a.sequence - b.sequence)
    .slice(-keptMessages);
};

/** The room after one event. Pure; each event says the whole of what it names. */
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
      return view;
    default:
      return assertNever(event);
  }
};

type AnyRequest = (method: string, params: object) => Promise<Outcome<unknown>>;

/** Follows one room over the socket of the tab. */
export const createRoomLine = ({ socket, showId, time, nowMs }: RoomLineOptions): RoomSource => {
  const channel = `room-${showId}`;
  const follow = signal<RoomFollow>({ status: 'loading' });
  const presence = signal<Presence | null>(null);
  // The result's type follows from the method; the client's table of results does not know rooms yet.
  const request = socket.request as unknown as AnyRequest;
  let position: Subscribed<RoomView>['position'] | undefined;
  let generation = 0;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;

  const postMessage = ({ messageId, text, kind, replyToId, mentionIds }: Outgoing) => {
    const ids = { commandId: messageId, showId, messageId };
    if (kind === 'announcement') return request('room.announce', { ...ids, text, pinnedForMs: 300_000 });
    return request('room.send-message', { ...ids, text, replyToId, mentionIds, audience: kind });
  };
  const isOpen = () => socket.state.peek().status === 'open';
  const queue = createSendQueue({ time, nowMs, isOpen, post: postMessage });

  const take = (view: RoomView, hasMissed: boolean) => {
    follow.value = { status: 'ready', view, staleSinceMs: null, hasMissed };
  };
  /** Something visible was lost when the newest message known before is not in the new snapshot's reach. */
  const hasGap = (before: RoomView, after: RoomView): boolean => {
    const newest = before.messages.at(-1)?.sequence;
    const oldest = after.messages[0]?.sequence;
    return newest !== undefined && oldest !== undefined && oldest > newest;
  };
  const subscribed = (answer: Subscribed<RoomView, RoomChannelEvent>) => {
    position = answer.position;
    failures = 0;
    const current = follow.peek();
    if (answer.recovered) {
      if (current.status === 'ready')
        take(answer.events.reduce(applyRoomEvent, current.view), current.hasMissed);
    } else if (current.status === 'ready') {
      take(answer.snapshot, current.hasMissed || hasGap(current.view, answer.snapshot));
    } else take(answer.snapshot, false);
  };
  const subscribe = async () => {
    const mine = ++generation;
    cancelRetry?.();
    const known = follow.peek().status === 'ready' ? position : undefined;
    position = undefined;
    const outcome = await request('channel.subscribe', known ? { channel, position: known } : { channel });
    if (mine !== generation) return;
    if (outcome.ok) {
      subscribed(outcome.value as Subscribed<RoomView, RoomChannelEvent>);
      return queue.resume();
    }
    if (!outcome.error.temporary) follow.value = { status: 'refused', error: outcome.error };
    // A show that is not announced yet opens by itself, as its page does.
    const isLater = outcome.error.code === 'show-not-found';
    if (!outcome.error.temporary && !isLater) return;
    const delayMs = isLater ? 10_000 : backOffMs(failures++, () => time.random());
    cancelRetry = time.after(delayMs, () => void subscribe());
  };
  const takePush = (push: Push) => {
    const current = follow.peek();
    if (position === undefined || push.to <= position.version || current.status !== 'ready') return;
    if (push.from !== position.version) return void subscribe();
    position = { version: push.to, eventId: push.toEventId };
    // Shape: protocol/room-views.ts; client and server are built from one commit.
    take(
      (push.events as readonly RoomChannelEvent[]).reduce(applyRoomEvent, current.view),
      current.hasMissed,
    );
  };
  const stops = [
    socket.onPush(channel, takePush),
    socket.onOpen(() => void subscribe()),
    socket.onSignal('room.presence', (data) => {
      if (data.showId === showId) presence.value = data;
    }),
    socket.onSignal('channel.closed', (closed) => {
      if (closed.channel === channel) void subscribe();
    }),
    socket.state.subscribe(({ status }) => {
      const current = follow.peek();
      if (status === 'open' || current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: time.nowMs() };
    }),
    effect(() => {
      const state = follow.value;
      if (state.status !== 'ready') return;
      const has = new Set(state.view.messages.map(({ messageId }) => messageId));
      queue.arrived((messageId) => has.has(messageId));
    }),
  ];
  if (isOpen()) void subscribe();
  return {
    follow,
    presence,
    onTheirWay: queue.list,
    lastRefusal: queue.lastRefusal,
    send: queue.add,
    retry: queue.retry,
    discard: queue.discard,
    react: (reaction) => void request('room.react', { showId, reaction }),
    onReactions: (listener) =>
      socket.onSignal('room.reactions', (data) => {
        if (data.showId === showId) listener(data.counts);
      }),
    command: ([method, fields]: RoomCommand) => request(method, { ...fields, commandId: freshId(), showId }),
    dismissMissed: () => {
      const current = follow.peek();
      if (current.status === 'ready') follow.value = { ...current, hasMissed: false };
    },
    close: () => {
      generation += 1;
      cancelRetry?.();
      queue.close();
      for (const stop of stops) stop();
      if (isOpen()) void request('channel.unsubscribe', { channel });
    },
  };
};
