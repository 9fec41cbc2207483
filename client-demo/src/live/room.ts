import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Reaction } from '#protocol/methods/room.ts';
import type { PersonView, ReactionCounts } from '#protocol/room-views.ts';
import { followRoom, type RoomFollow } from './follow-room.ts';
import { freshId } from './fresh-id.ts';
import type { MethodName, MethodParams } from './methods.ts';
import { forgetfulStore, type OnItsWay, type Outgoing, type OutgoingStore } from './outgoing.ts';
import type { CallError, Outcome } from './outcome.ts';
import { createSendQueue } from './send-queue.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

export type { RoomFollow };

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

/** The queue itself sends again what a lost connection took, so that its author sees it wait meanwhile. */
const once = { isMomentary: true };
/** An announcement stands above the chat for five minutes: a lot or two of a lively show. */
const announcedForMs = 300_000;

export const createRoom = (options: RoomOptions): Room => {
  const { socket, showId, time, nowMs, store = forgetfulStore } = options;
  const presence = signal<Presence | null>(null);
  const post = ({ messageId, text, kind, replyToId, mentionIds }: Outgoing) => {
    const ids = { commandId: messageId, showId, messageId };
    if (kind === 'announcement') {
      return socket.request('room.announce', { ...ids, text, pinnedForMs: announcedForMs }, once);
    }
    return socket.request('room.send-message', { ...ids, text, replyToId, mentionIds, audience: kind }, once);
  };
  const isOpen = () => socket.state.peek().status === 'open';
  const queue = createSendQueue({ time, nowMs, isOpen, post, store });
  const room = followRoom({ socket, showId, time, onCurrent: () => queue.resume() });
  const { follow } = room;
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
    dismissMissed: room.dismissMissed,
    close: () => {
      room.close();
      queue.close();
      for (const stop of stops) stop();
    },
  };
};
