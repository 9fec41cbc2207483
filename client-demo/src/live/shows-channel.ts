import { signal, type ReadonlySignal } from '@preact/signals';
import type { ShowListEntry, ShowsChannelEvent } from '#protocol/views.ts';
import { createChannel } from './channel.ts';
import type { CallError } from './outcome.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

export type ShowsFollow =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly shows: readonly ShowListEntry[];
      /** Local monotonic time since when the connection is lost; null while it is up. */
      readonly staleSinceMs: number | null;
    }
  | { readonly status: 'refused'; readonly error: CallError };

/** The lobby as it is now. */
export interface ShowsChannel {
  readonly follow: ReadonlySignal<ShowsFollow>;
  close(): void;
}

/** The list after one event. Pure. A show that is new stands first, as the server lists them. */
export const applyShowsEvent = (
  shows: readonly ShowListEntry[],
  event: ShowsChannelEvent,
): readonly ShowListEntry[] => {
  if (event.type === 'shows.removed') return shows.filter(({ showId }) => showId !== event.showId);
  const isKnown = shows.some(({ showId }) => showId === event.show.showId);
  if (!isKnown) return [event.show, ...shows];
  return shows.map((show) => (show.showId === event.show.showId ? event.show : show));
};

export const createShowsChannel = (options: {
  readonly socket: LiveSocket;
  readonly time: TimeSource;
}): ShowsChannel => {
  const { time } = options;
  const follow = signal<ShowsFollow>({ status: 'loading' });
  const apply = (shows: readonly ShowListEntry[]) => {
    follow.value = { status: 'ready', shows, staleSinceMs: null };
  };
  const channel = createChannel<{ readonly shows: readonly ShowListEntry[] }, ShowsChannelEvent>({
    ...options,
    channel: 'shows',
    onSnapshot: ({ shows }) => apply(shows),
    onEvents: (events) => {
      const current = follow.peek();
      if (current.status === 'ready') apply(events.reduce(applyShowsEvent, current.shows));
    },
    onRefused: (error) => {
      follow.value = { status: 'refused', error };
    },
    onStale: () => {
      const current = follow.peek();
      if (current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: time.nowMs() };
    },
  });
  return { follow, close: channel.close };
};
