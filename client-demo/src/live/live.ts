import type { LiveSocket } from './socket.ts';
import type { ServerClock } from './clock.ts';
import type { Session } from './session.ts';

/** Everything live of one browser tab: who one is, the socket, and the server's time. Made once in main.tsx. */
export interface Live {
  readonly session: Session;
  readonly socket: LiveSocket;
  readonly clock: ServerClock;
  close(): void;
}
