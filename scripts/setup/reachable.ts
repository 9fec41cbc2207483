/** Whether a host answers at all, so that a machine without internet fails at once and not after minutes. */
import { connect } from 'node:net';

const CONNECT_LIMIT_MS = 3_000;
const PROXY_VARIABLES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/** Opens a TCP connection and drops it. Behind a proxy nothing can be said, so the answer is yes. */
export function isReachable(host: string, port = 443): Promise<boolean> {
  if (PROXY_VARIABLES.some((name) => process.env[name])) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    // A timer of our own: the socket's does not run while a name is being looked up.
    const limit = setTimeout(() => answer(false), CONNECT_LIMIT_MS);
    const answer = (reachable: boolean): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(reachable);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
  });
}
