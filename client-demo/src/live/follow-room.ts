import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { RoomChannelEvent, RoomView } from '#protocol/room-views.ts';
import { createChannel } from './channel.ts';
import type { CallError } from './outcome.ts';
import { createRoomBook, type RoomBook } from './room-book.ts';
import { retryUnseenMs } from './show-channel.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

export type RoomFollow =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      /**
       * Messages oldest first: the newest 300 for the public, 1,000 for the crew. A new object at most every 100 ms,
       * however much is written; parts that did not change stay the same objects.
       */
      readonly view: RoomView;
      /** Local monotonic time since when the connection is lost; null while it is up. */
      readonly staleSinceMs: number | null;
      /** Messages were lost for this reader since the page was opened. */
      readonly hasMissed: boolean;
    }
  | { readonly status: 'refused'; readonly error: CallError };

export interface FollowOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly time: TimeSource;
  /** The room is up to date (again), at the start and after each loss of the connection. */
  readonly onCurrent: () => void;
}

export interface FollowedRoom {
  readonly follow: ReadonlySignal<RoomFollow>;
  dismissMissed(): void;
  close(): void;
}

/** Nobody reads faster, and a page then draws ten times a second at most; what is quiet is shown at once. */
const shownEveryMs = 100;

/** Follows the room over its channel: changes go into a book in place, which is shown now and then. */
export const followRoom = ({ socket, showId, time, onCurrent }: FollowOptions): FollowedRoom => {
  const follow = signal<RoomFollow>({ status: 'loading' });
  let book: RoomBook | undefined;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let cancelShow: (() => void) | undefined;

  const show = (hasMissed?: boolean) => {
    cancelShow?.();
    cancelShow = undefined;
    if (book === undefined) return;
    const before = follow.peek();
    const isReady = before.status === 'ready';
    shownAtMs = time.nowMs();
    follow.value = {
      status: 'ready',
      view: book.read(),
      staleSinceMs: isReady ? before.staleSinceMs : null,
      hasMissed: hasMissed ?? (isReady && before.hasMissed),
    };
  };
  const showSoon = () => {
    const waitMs = shownAtMs + shownEveryMs - time.nowMs();
    if (waitMs <= 0) show();
    else cancelShow ??= time.after(waitMs, () => show());
  };
  const fresh = () => {
    const current = follow.peek();
    if (current.status === 'ready' && current.staleSinceMs !== null) {
      follow.value = { ...current, staleSinceMs: null };
    }
    onCurrent();
  };
  const channel = createChannel<RoomView, RoomChannelEvent>({
    socket,
    channel: `room-${showId}`,
    time,
    onSnapshot: (view) => {
      const before = follow.peek();
      const hadMissed = before.status === 'ready' && before.hasMissed;
      const hasMissed = hadMissed || (book?.hasMissedUntil(view) ?? false);
      if (book === undefined) book = createRoomBook(view);
      else book.reset(view);
      batch(() => {
        show(hasMissed);
        fresh();
      });
    },
    onEvents: (events) => {
      const before = follow.peek();
      if (book === undefined || before.status !== 'ready') return;
      for (const event of events) book.apply(event);
      const wasStale = before.staleSinceMs !== null;
      if (!wasStale) return void (events.length > 0 && showSoon());
      batch(() => {
        show();
        fresh();
      });
    },
    onRefused: (error) => {
      // Who may come back later gets the whole anew; what was read before is not kept for it.
      book = undefined;
      cancelShow?.();
      cancelShow = undefined;
      follow.value = { status: 'refused', error };
    },
    retryRefusedMs: retryUnseenMs(time),
    onStale: () => {
      const current = follow.peek();
      if (current.status !== 'ready' || current.staleSinceMs !== null) return;
      follow.value = { ...current, staleSinceMs: time.nowMs() };
    },
  });
  return {
    follow,
    dismissMissed: () => {
      const current = follow.peek();
      if (current.status === 'ready') follow.value = { ...current, hasMissed: false };
    },
    close: () => {
      cancelShow?.();
      channel.close();
    },
  };
};
