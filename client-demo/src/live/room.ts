import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Reaction } from '#protocol/methods/room.ts';
import type { PersonView, ReactionCounts, RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import { createChannel } from './channel.ts';
import { freshId } from './fresh-id.ts';
import type { MethodName, MethodParams } from './methods.ts';
import { forgetfulStore, type OnItsWay, type Outgoing, type OutgoingStore } from './outgoing.ts';
import type { CallError, Outcome } from './outcome.ts';
import { applyRoomEvents, hasGapBetween } from './room-view.ts';
import { createSendQueue } from './send-queue.ts';
import { retryUnseenMs } from './show-channel.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

export type RoomFollow =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly view: RoomView;
      /** Local monotonic time since when the connection is lost; null while it is up. */
      readonly staleSinceMs: number | null;
      /** Messages were lost for this reader since the page was opened. */
      readonly hasMissed: boolean;
    }
  | { readonly status: 'refused'; readonly error: CallError };

export interface Presence {
  readonly count: number;
  readonly sample: readonly PersonView[];
}

type RoomMethod = Exclude<Extract<MethodName, `room.${string}`>, 'room.react' | 'room.list-present'>;
type Fields<M extends RoomMethod> = Omit<MethodParams<M>, 'commandId' | 'showId'>;
/** A command of a room without the ids that every command has. */
export type RoomCommand = { [M in RoomMethod]: readonly [M, Fields<M>] }[RoomMethod];

/** One room: what is in it, what goes into it. */
export interface Room {
  readonly follow: ReadonlySignal<RoomFollow>;
  /** Own messages that the room does not have yet, in the order they go. */
  readonly onTheirWay: ReadonlySignal<readonly OnItsWay[]>;
  readonly presence: ReadonlySignal<Presence | null>;
  /** A refusal of the last message that says something about the next one too; null after one went through. */
  readonly lastRefusal: ReadonlySignal<CallError | null>;
  send(message: Outgoing): void;
  retry(messageId: string): void;
  discard(messageId: string): void;
  react(kind: Reaction): void;
  onReactions(listener: (counts: ReactionCounts) => void): () => void;
  command(command: RoomCommand): Promise<Outcome<unknown>>;
  dismissMissed(): void;
  close(): void;
}

export interface RoomOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly time: TimeSource;
  /** Server time. */
  readonly nowMs: () => number;
  readonly store?: OutgoingStore;
}

/** An announcement stands above the chat for five minutes: a lot or two of a lively show. */
const announcedForMs = 300_000;

/** Follows the room over its channel. */
const followRoom = ({ socket, showId, time }: RoomOptions, onCurrent: () => void) => {
  const follow = signal<RoomFollow>({ status: 'loading' });
  const take = (view: RoomView, hasMissed: boolean) => {
    follow.value = { status: 'ready', view, staleSinceMs: null, hasMissed };
    onCurrent();
  };
  const channel = createChannel<RoomView, RoomChannelEvent>({
    socket,
    channel: `room-${showId}`,
    time,
    onSnapshot: (view) => {
      const before = follow.peek();
      const isKnown = before.status === 'ready';
      take(view, isKnown && (before.hasMissed || hasGapBetween(before.view, view)));
    },
    onEvents: (events) => {
      const before = follow.peek();
      if (before.status !== 'ready') return;
      if (events.length > 0 || before.staleSinceMs !== null) {
        take(applyRoomEvents(before.view, events), before.hasMissed);
      }
    },
    onRefused: (error) => {
      follow.value = { status: 'refused', error };
    },
    retryRefusedMs: retryUnseenMs(time),
    onStale: () => {
      const current = follow.peek();
      if (current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: time.nowMs() };
    },
  });
  return { follow, close: channel.close };
};

export const createRoom = (options: RoomOptions): Room => {
  const { socket, showId, time, nowMs, store = forgetfulStore } = options;
  const presence = signal<Presence | null>(null);
  const post = ({ messageId, text, kind, replyToId, mentionIds }: Outgoing) => {
    const ids = { commandId: messageId, showId, messageId };
    if (kind === 'announcement') {
      return socket.request('room.announce', { ...ids, text, pinnedForMs: announcedForMs });
    }
    return socket.request('room.send-message', { ...ids, text, replyToId, mentionIds, audience: kind });
  };
  const isOpen = () => socket.state.peek().status === 'open';
  const queue = createSendQueue({ time, nowMs, isOpen, post, store });
  const { follow, close } = followRoom(options, () => queue.resume());
  const stops = [
    socket.onSignal('room.presence', (data) => {
      if (data.showId === showId) presence.value = data;
    }),
    effect(() => {
      const state = follow.value;
      if (state.status !== 'ready' || queue.list.peek().length === 0) return;
      const has = new Set(state.view.messages.map(({ messageId }) => messageId));
      queue.arrived((messageId) => has.has(messageId));
    }),
  ];
  return {
    follow,
    presence,
    onTheirWay: queue.list,
    lastRefusal: queue.lastRefusal,
    send: queue.add,
    retry: queue.retry,
    discard: queue.discard,
    react: (reaction) => void socket.request('room.react', { showId, reaction }, { isMomentary: true }),
    onReactions: (listener) =>
      socket.onSignal('room.reactions', (data) => {
        if (data.showId === showId) listener(data.counts);
      }),
    command: ([method, fields]) => {
      // Sound: fields are those of the method without these two.
      const params = { ...fields, commandId: freshId(), showId } as MethodParams<typeof method>;
      return socket.request(method, params);
    },
    dismissMissed: () => {
      const current = follow.peek();
      if (current.status === 'ready') follow.value = { ...current, hasMissed: false };
    },
    close: () => {
      close();
      queue.close();
      for (const stop of stops) stop();
    },
  };
};
