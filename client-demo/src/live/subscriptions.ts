import type { LiveSocket } from './socket.ts';

const holdersOf = new WeakMap<LiveSocket, Map<string, number>>();

/**
 * Counts who follows a channel over one socket: a page that closes must not end the pushes of the next one, which
 * follows the same channel already. The returned release unsubscribes with the last of them; idempotent.
 */
export const holdSubscription = (socket: LiveSocket, channel: string): (() => void) => {
  const holders = holdersOf.get(socket) ?? new Map<string, number>();
  holdersOf.set(socket, holders);
  holders.set(channel, (holders.get(channel) ?? 0) + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (holders.get(channel) ?? 1) - 1;
    if (left > 0) return void holders.set(channel, left);
    holders.delete(channel);
    // Without a connection there is nothing to end: subscriptions end with their socket.
    if (socket.state.peek().status === 'open') void socket.request('channel.unsubscribe', { channel });
  };
};
