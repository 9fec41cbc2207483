import { batch } from '@preact/signals';
import { errorTable } from '#protocol/errors.ts';
import type { Push } from '#protocol/messages.ts';
import type { ChannelPosition, Subscribed } from '#protocol/views.ts';
import { backOffMs } from './back-off.ts';
import { tableError, type CallError } from './outcome.ts';
import type { LiveSocket } from './socket.ts';
import { holdSubscription } from './subscriptions.ts';
import type { TimeSource } from './time-source.ts';

/** One subscription of this tab. What it follows is told through the options, in order, without gap or repetition. */
export interface Channel {
  /** Idempotent; nothing is told afterwards. The server is told when nobody else in this tab follows the channel. */
  close(): void;
}

export interface ChannelOptions<View, Event> {
  readonly socket: LiveSocket;
  /** Name on the wire: `show-<id>`, `room-<id>`, `shows`. */
  readonly channel: string;
  readonly time: TimeSource;
  /**
   * The whole, at the start and whenever what came since the last position can no longer be had. `isRepair`: something
   * was told before, so what lies between is lost; whether a reader can see that is for the model above to say.
   */
  readonly onSnapshot: (view: View, isRepair: boolean) => void;
  /** Changes on top of what was told before; may be empty when only the position moved or nothing was missed. */
  readonly onEvents: (events: readonly Event[]) => void;
  /** Not allowed, or not there. It is asked for again after `retryRefusedMs`, and with each new connection. */
  readonly onRefused: (error: CallError) => void;
  /** When to ask again after a refusal that is not temporary; null: not by itself. */
  readonly retryRefusedMs?: (error: CallError) => number | null;
  /** The connection is lost: what was told may be old until the next snapshot or events. */
  readonly onStale?: () => void;
}

/**
 * Follows one channel over the socket of the tab: a snapshot, then pushes; after a loss of the connection or a gap,
 * what came since the last position, or another snapshot where the log no longer holds it.
 */
export const createChannel = <View, Event>(options: ChannelOptions<View, Event>): Channel => {
  const { socket, channel, time } = options;
  /** Where we stand; undefined before the first answer and when what was told is void. */
  let position: ChannelPosition | undefined;
  /** Something was told, also if it is void by now. */
  let hasTold = false;
  /** Grows with every request, so that an answer to an earlier one is passed over. */
  let generation = 0;
  let isAsking = false;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;

  /** Whose eyes what was told was for: another person or role begins anew. */
  let reader: string | undefined;

  const isOpen = () => socket.state.peek().status === 'open';
  const lookWhoReads = () => {
    const state = socket.state.peek();
    if (state.status !== 'open') return;
    const { personId, role } = state.welcome;
    const now = `${personId} ${role}`;
    if (reader !== undefined && reader !== now) position = undefined;
    reader = now;
  };
  // Shapes: protocol/views.ts; client and server are built from one commit.
  const take = (answer: Subscribed<View, Event>) => {
    const isRepair = hasTold;
    failures = 0;
    position = answer.position;
    hasTold = true;
    batch(() => {
      if (answer.recovered) options.onEvents(answer.events);
      else options.onSnapshot(answer.snapshot, isRepair);
    });
  };
  const retryAfter = (delayMs: number) => {
    cancelRetry?.();
    cancelRetry = time.after(delayMs, () => {
      if (isOpen()) void subscribe();
    });
  };
  /** Full jitter, and never before the server asked for. */
  const retrySoon = (error: CallError) => {
    const leastMs = Number(error.details?.['retryAfterMs'] ?? 0);
    retryAfter(leastMs + backOffMs(failures++, () => time.random()));
  };
  const refuse = (error: CallError) => {
    position = undefined;
    options.onRefused(error);
    const retryMs = options.retryRefusedMs?.(error) ?? null;
    if (retryMs !== null) retryAfter(retryMs);
  };
  const subscribe = async () => {
    const mine = ++generation;
    cancelRetry?.();
    lookWhoReads();
    isAsking = true;
    const outcome = await socket.request(
      'channel.subscribe',
      position === undefined || position.eventId === null ? { channel } : { channel, position },
      // Asked over the connection that stands, or anew with the next one; never held in between.
      { isMomentary: true },
    );
    if (mine !== generation) return;
    isAsking = false;
    if (outcome.ok) take(outcome.value as Subscribed<View, Event>);
    else if (!isOpen()) return;
    else if (outcome.error.temporary) retrySoon(outcome.error);
    else refuse(outcome.error);
  };
  const hear = (push: Push) => {
    // While an answer is on its way it covers what is pushed before it, and the next push shows a gap after it.
    if (isAsking || position === undefined || push.to <= position.version) return;
    if (push.from !== position.version) return void subscribe();
    // The lobby's place has no event while nothing ever happened.
    position = { version: push.to, eventId: push.toEventId === '' ? null : push.toEventId };
    batch(() => options.onEvents(push.events as readonly Event[]));
  };
  /** What was told is void. With a final code the right to it is gone; otherwise everybody here asks anew, spread out. */
  const end = (error: CallError) => {
    generation += 1;
    isAsking = false;
    position = undefined;
    if (error.temporary) retrySoon(error);
    else refuse(error);
  };
  const release = holdSubscription(socket, channel);
  const stops = [
    socket.onPush(channel, hear),
    socket.onOpen(() => void subscribe()),
    socket.onSignal('channel.closed', (closed) => {
      if (closed.channel === channel && Object.hasOwn(errorTable, closed.code)) end(tableError(closed.code));
    }),
    socket.state.subscribe(({ status }) => {
      if (status !== 'open') options.onStale?.();
    }),
  ];
  if (isOpen()) void subscribe();

  return {
    close: () => {
      generation += 1;
      cancelRetry?.();
      for (const stop of stops) stop();
      release();
    },
  };
};
