import { signal, type ReadonlySignal } from '@preact/signals';
import type { ShowChannelEvent, ShowView } from '#protocol/views.ts';
import type { Push } from '#protocol/messages.ts';
import { backOffMs } from './back-off.ts';
import type { CallError } from './outcome.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

export type ShowFollow =
  | { readonly status: 'loading' }
  /** `staleSinceMs`: local monotonic time since when the connection is lost; null while it is up to date. */
  | { readonly status: 'ready'; readonly show: ShowView; readonly staleSinceMs: number | null }
  | { readonly status: 'refused'; readonly error: CallError };

/** One show as it is now, kept up to date over the socket: snapshot, pushes, gap repair. */
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

export const createShowChannel = ({ socket, showId, time }: ShowChannelOptions): ShowChannel => {
  const channel = `show-${showId}`;
  const follow = signal<ShowFollow>({ status: 'loading' });
  let version: number | undefined;
  let generation = 0;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;

  const apply = (show: ShowView) => {
    follow.value = { status: 'ready', show, staleSinceMs: null };
  };
  const subscribe = async () => {
    const mine = ++generation;
    cancelRetry?.();
    version = undefined;
    const outcome = await socket.request('channel.subscribe', { channel });
    if (mine !== generation) return;
    if (outcome.ok) {
      failures = 0;
      version = outcome.value.position.version;
      apply(outcome.value.snapshot);
    } else if (outcome.error.temporary) {
      cancelRetry = time.after(
        backOffMs(failures++, () => time.random()),
        () => void subscribe(),
      );
    } else {
      follow.value = { status: 'refused', error: outcome.error };
      if (outcome.error.code === 'show-not-found') {
        cancelRetry = time.after(unseenMs * (0.75 + time.random() / 2), () => void subscribe());
      }
    }
  };
  const take = (push: Push) => {
    // Without a snapshot there is nothing to apply a change to; the reply on its way covers this push.
    if (version === undefined || push.to <= version) return;
    if (push.from !== version) return void subscribe();
    version = push.to;
    // Every event carries the whole show, so the last one says it all. Shape: protocol/views.ts.
    const last = push.events.at(-1) as ShowChannelEvent | undefined;
    if (last !== undefined) apply(last.show);
  };
  const stops = [
    socket.onPush(channel, take),
    socket.onOpen(() => void subscribe()),
    socket.state.subscribe(({ status }) => {
      const current = follow.peek();
      if (status === 'open' || current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: time.nowMs() };
    }),
  ];
  if (socket.state.peek().status === 'open') void subscribe();

  return {
    follow,
    close: () => {
      generation += 1;
      cancelRetry?.();
      for (const stop of stops) stop();
      if (socket.state.peek().status === 'open') void socket.request('channel.unsubscribe', { channel });
    },
  };
};
