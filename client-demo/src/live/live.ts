import { createServerClock, type ServerClock } from './clock.ts';
import { createSession, type Session, type SessionTrace } from './session.ts';
import { createLiveSocket, type LiveSocket } from './socket.ts';
import { systemTime } from './time-source.ts';
import { browserWake } from './wake.ts';
import { openWebSocket } from './wire.ts';

/** Everything live of one browser tab: who one is, the socket, and the server's time. Made once in main.tsx. */
export interface Live {
  readonly session: Session;
  readonly clock: ServerClock;
  /** Opened when first asked for: pages that only read over HTTP need none. */
  socket(): LiveSocket;
  close(): void;
}

/** The Web Locks API exists on secure pages only; elsewhere (never in production) tabs are not held apart. */
const overAllTabs = async <Value>(task: () => Promise<Value>): Promise<Value> => {
  const locks: LockManager | undefined = navigator.locks;
  return locks === undefined ? task() : locks.request('popstage-session', task);
};

const traceKey = 'popstage.session';

/** Survives the tab, like the cookie it stands for. */
const storedTrace: SessionTrace = {
  has: () => localStorage.getItem(traceKey) !== null,
  set: (has) => (has ? localStorage.setItem(traceKey, '1') : localStorage.removeItem(traceKey)),
};

export const createLive = (): Live => {
  const clock = createServerClock(systemTime);
  const session = createSession({
    time: systemTime,
    fetch: (input, init) => fetch(input, init),
    trace: storedTrace,
    exclusively: overAllTabs,
  });
  let socket: LiveSocket | undefined;
  let personId: string | undefined;
  const stopPerson = session.state.subscribe((state) => {
    if (state.status !== 'signed-in' || state.session.personId === personId) return;
    if (personId !== undefined) socket?.reopen();
    personId = state.session.personId;
  });
  return {
    session,
    clock,
    socket: () =>
      (socket ??= createLiveSocket({
        url: `${location.origin.replace(/^http/, 'ws')}/api/socket`,
        time: systemTime,
        openWire: openWebSocket,
        followWake: browserWake,
        tokens: session,
        clock,
      })),
    close: () => {
      stopPerson();
      socket?.close();
      session.close();
    },
  };
};

let ofTab: Live | undefined;

/** The one of this tab, made when first asked for. */
export const tabLive = (): Live => (ofTab ??= createLive());
