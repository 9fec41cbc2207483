import type { Push } from '#protocol/messages.ts';
import type { ChannelPosition, Subscribed } from '#protocol/views.ts';
import { backOffMs } from './back-off.ts';
import type { CallError } from './outcome.ts';
import type { LiveSocket } from './socket.ts';
import type { TimeSource } from './time-source.ts';

/** One subscription of this tab. What it follows is told through the options, in order, without gap or repetition. */
export interface Channel {
  close(): void;
}

export interface ChannelOptions<View, Event> {
  readonly socket: LiveSocket;
  /** Name on the wire: `show-<id>`, `room-<id>`, `shows`. */
  readonly channel: string;
  readonly time: TimeSource;
  /** The whole, at the start and whenever what came since the last position can no longer be had. */
  readonly onSnapshot: (view: View) => void;
  /** Changes on top of what was told before; may be empty when only the position moved or nothing was missed. */
  readonly onEvents: (events: readonly Event[]) => void;
  /** Not allowed, or not there. It is asked for again after `retryRefusedMs`, when that is set for the refusal. */
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
  /** Grows with every request, so that an answer to an earlier one is passed over. */
  let generation = 0;
  let isAsking = false;
  let failures = 0;
  let cancelRetry: (() => void) | undefined;

  // Shapes: protocol/views.ts; client and server are built from one commit.
  const take = (answer: Subscribed<View, Event>) => {
    failures = 0;
    position = answer.position;
    if (answer.recovered) options.onEvents(answer.events);
    else options.onSnapshot(answer.snapshot);
  };
  const refuse = (error: CallError) => {
    if (error.temporary) {
      retryAfter(backOffMs(failures++, () => time.random()));
      return;
    }
    position = undefined;
    options.onRefused(error);
    const retryMs = options.retryRefusedMs?.(error) ?? null;
    if (retryMs !== null) retryAfter(retryMs);
  };
  const retryAfter = (delayMs: number) => {
    cancelRetry = time.after(delayMs, () => void subscribe());
  };
  const subscribe = async () => {
    const mine = ++generation;
    cancelRetry?.();
    isAsking = true;
    const outcome = await socket.request(
      'channel.subscribe',
      position === undefined ? { channel } : { channel, position },
    );
    if (mine !== generation) return;
    isAsking = false;
    if (outcome.ok) take(outcome.value as Subscribed<View, Event>);
    else refuse(outcome.error);
  };
  const hear = (push: Push) => {
    // While an answer is on its way it covers what is pushed before it, and the next push shows a gap after it.
    if (isAsking || position === undefined || push.to <= position.version) return;
    if (push.from !== position.version) return void subscribe();
    position = { version: push.to, eventId: push.toEventId };
    options.onEvents(push.events as readonly Event[]);
  };
  const stops = [
    socket.onPush(channel, hear),
    socket.onOpen(() => void subscribe()),
    socket.onSignal('channel.closed', (closed) => {
      if (closed.channel !== channel) return;
      // What was told is void; the answer says what the reader may have now, or that it may not.
      position = undefined;
      void subscribe();
    }),
    socket.state.subscribe(({ status }) => {
      if (status !== 'open') options.onStale?.();
    }),
  ];
  if (socket.state.peek().status === 'open') void subscribe();

  return {
    close: () => {
      generation += 1;
      cancelRetry?.();
      for (const stop of stops) stop();
      if (socket.state.peek().status === 'open') void socket.request('channel.unsubscribe', { channel });
    },
  };
};
