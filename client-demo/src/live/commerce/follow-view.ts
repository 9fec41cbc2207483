import { signal, type ReadonlySignal } from '@preact/signals';
import { createChannel } from '../channel.ts';
import type { CallError } from '../outcome.ts';
import type { LiveSocket } from '../socket.ts';
import type { TimeSource } from '../time-source.ts';

export type Follow<View> =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly view: View;
      /** Local monotonic time since when the connection is lost; null while it is up to date. */
      readonly staleSinceMs: number | null;
    }
  | { readonly status: 'refused'; readonly error: CallError };

/** One view as it is now, kept up to date over the socket. */
export interface Followed<View> {
  readonly follow: ReadonlySignal<Follow<View>>;
  /** Idempotent. */
  close(): void;
}

export interface FollowOptions {
  readonly socket: LiveSocket;
  readonly time: TimeSource;
}

export interface FollowShowOptions extends FollowOptions {
  readonly showId: string;
}

interface ViewOptions<View, Event> extends FollowOptions {
  readonly channel: string;
  /** The view after one event. Pure; an event that the view holds already changes nothing. */
  readonly apply: (view: View, event: Event) => View;
}

/** Who may read again later (a show that opens, a role that is given back) waits at most so long. */
const refusedRetryMs = 10_000;

/** Follows a channel whose snapshot and events make one view. */
export const followView = <View, Event>(options: ViewOptions<View, Event>): Followed<View> => {
  const { socket, time, apply } = options;
  const follow = signal<Follow<View>>({ status: 'loading' });
  const channel = createChannel<View, Event>({
    socket,
    channel: options.channel,
    time,
    onSnapshot: (view) => {
      follow.value = { status: 'ready', view, staleSinceMs: null };
    },
    onEvents: (events) => {
      const current = follow.peek();
      if (current.status !== 'ready') return;
      if (events.length === 0 && current.staleSinceMs === null) return;
      follow.value = { status: 'ready', view: events.reduce(apply, current.view), staleSinceMs: null };
    },
    onRefused: (error) => {
      follow.value = { status: 'refused', error };
    },
    // Full jitter on top of half the time, so that a room does not ask in the same second.
    retryRefusedMs: () => (refusedRetryMs / 2) * (1 + time.random()),
    onStale: () => {
      const current = follow.peek();
      if (current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: time.nowMs() };
    },
  });
  return { follow, close: channel.close };
};

/** The view of a follow, or null while there is none. Reading `follow.value` subscribes whoever asks. */
export const viewOf = <View>(follow: Follow<View>): View | null =>
  follow.status === 'ready' ? follow.view : null;
