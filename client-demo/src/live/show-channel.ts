import { signal, type ReadonlySignal } from '@preact/signals';
import type { ShowChannelEvent, ShowView } from '#protocol/views.ts';
import { createChannel } from './channel.ts';
import type { CallError } from './outcome.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

export type ShowFollow =
  | { readonly status: 'loading' }
  /** `staleSinceMs`: local monotonic time since when the connection is lost; null while it is up to date. */
  | { readonly status: 'ready'; readonly show: ShowView; readonly staleSinceMs: number | null }
  | { readonly status: 'refused'; readonly error: CallError };

/** One show as it is now, kept up to date over the socket. */
export interface ShowChannel {
  readonly follow: ReadonlySignal<ShowFollow>;
  close(): void;
}

export interface ShowChannelOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly time: TimeSource;
}

/**
 * A show does not exist for the public before it is announced or on air, and its link is often passed round
 * earlier. Who opens it then waits at most this long after the start; a thousand of them ask 100 times a second.
 */
const unseenMs = 10_000;

/** When to ask again for what belongs to a show that may appear later; null for every other refusal. */
export const retryUnseenMs =
  (time: TimeSource) =>
  (error: CallError): number | null =>
    error.code === 'show-not-found' ? unseenMs * (0.75 + time.random() / 2) : null;

export const createShowChannel = ({ socket, showId, time }: ShowChannelOptions): ShowChannel => {
  const follow = signal<ShowFollow>({ status: 'loading' });
  const apply = (show: ShowView) => {
    follow.value = { status: 'ready', show, staleSinceMs: null };
  };
  const channel = createChannel<ShowView, ShowChannelEvent>({
    socket,
    channel: `show-${showId}`,
    time,
    onSnapshot: apply,
    onEvents: (events) => {
      const current = follow.peek();
      // Every event carries the whole show, so the last one says it all.
      const last = events.at(-1);
      if (last !== undefined) apply(last.show);
      else if (current.status === 'ready' && current.staleSinceMs !== null) apply(current.show);
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
