import { createServer as createPlain, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { headersOf } from './headers.ts';
import type { Asking } from './connections.ts';
import type { Answering } from './exchange.ts';

/** First byte of a TLS handshake record (RFC 8446, section 5.1). */
const tlsHandshake = 22;

export interface PortLimits {
  readonly connections: number;
  /** Open at once on one connection of HTTP/2; HTTP/1.1 has no way to say so. */
  readonly streams: number;
  /** Who connects and says nothing, or neither sends nor reads for so long, is gone. */
  readonly silentMs: number;
  /** In which the head of a request must come. */
  readonly headMs: number;
}

/** A reload blocks for 6 s; a head fits into one packet. */
export const usualTimes = { silentMs: 30_000, headMs: 10_000 } as const;

export interface OpenPort {
  readonly port: number;
  readonly connections: number;
  /** From now on TLS is answered with this certificate. Throws for one that cannot be read, and keeps what it had. */
  certify(certificate: string, privateKey: string): void;
  /** Idempotent. Cuts who is there. */
  close(): void;
}

export interface PortEvents {
  readonly request: (asking: Asking, answering: Answering) => void;
  /** A connection over the limit was told so and closed. */
  readonly turnedAway: () => void;
}

/**
 * One port for HTTP and, once there is a certificate, HTTPS with HTTP/2: the first byte tells them apart.
 *
 * @param host - An address to listen on; null for all of the machine's.
 */
export async function openPort(
  { host, port }: { readonly host: string | null; readonly port: number },
  limits: PortLimits,
  events: PortEvents,
): Promise<OpenPort> {
  const plain = openPlain(limits, events);
  let secure: Http2SecureServer | null = null;
  const sockets = new Set<Socket>();
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A reset by the other end is no news.
    socket.on('error', () => undefined);
    socket.setTimeout(limits.silentMs, () => socket.destroy());
    const isSurplus = sockets.size > limits.connections;
    if (isSurplus) events.turnedAway();
    // So many more are not even told.
    if (sockets.size > limits.connections * 2) socket.destroy();
    else if (isSurplus) turnAway(socket);
    else handOver(socket, (isSecure) => (isSecure ? secure : plain));
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen({ port, ...(host === null ? {} : { host }) }, resolve);
  });
  return {
    // The address of a listening TCP server has a port.
    port: (listener.address() as AddressInfo).port,
    get connections() {
      return sockets.size;
    },
    certify: (cert, key) => {
      if (secure === null) secure = openSecure({ cert, key }, limits, events);
      else secure.setSecureContext({ cert, key });
    },
    close: () => {
      listener.close();
      for (const socket of sockets) socket.destroy();
      for (const server of [plain, secure]) server?.close();
    },
  };
}

function openPlain({ silentMs, headMs }: PortLimits, { request }: PortEvents): Server {
  const times = { headersTimeout: headMs, requestTimeout: headMs, keepAliveTimeout: silentMs };
  const server = createPlain({ ...times, connectionsCheckingInterval: headMs / 2 }, request);
  server.setTimeout(silentMs);
  return watched(server);
}

function openSecure(
  certificate: { readonly cert: string; readonly key: string },
  { streams, silentMs, headMs }: PortLimits,
  { request }: PortEvents,
): Http2SecureServer {
  const settings = { maxConcurrentStreams: streams };
  const server = createSecureServer({ ...certificate, allowHTTP1: true, settings }, request);
  // For the HTTP/1.1 in it, whose times it does not take as options.
  const times = { headersTimeout: headMs, requestTimeout: headMs, keepAliveTimeout: silentMs };
  Object.assign(server, { ...times, connectionsCheckingInterval: headMs / 2 });
  server.setTimeout(silentMs);
  // Strangers knock with anything; the socket's own end is all there is to do.
  for (const event of ['tlsClientError', 'sessionError'] as const) server.on(event, () => undefined);
  return watched(server);
}

/**
 * A server of Node looks for heads that never end only from its `listening` on. These never listen themselves, they are
 * handed their connections, so they are told. `close()` ends the looking.
 */
function watched<Kind extends Server | Http2SecureServer>(server: Kind): Kind {
  server.emit('listening');
  return server;
}

/** Looks at the first byte and gives the connection, as if untouched, to the server that speaks so. */
function handOver(socket: Socket, serverFor: (isSecure: boolean) => Server | Http2SecureServer | null): void {
  socket.once('data', (first: Buffer) => {
    socket.pause();
    const server = serverFor(first[0] === tlsHandshake);
    if (server === null) {
      socket.destroy();
      return;
    }
    // The server has its own idea of silence.
    socket.removeAllListeners('timeout').setTimeout(0);
    socket.unshift(first);
    server.emit('connection', socket);
    // Not before the server has its listeners on it.
    process.nextTick(() => socket.resume());
  });
}

const busyHead = Object.entries({
  ...headersOf('text/plain', 'no-store'),
  'retry-after': '1',
  'content-length': '0',
  connection: 'close',
});
const busy = `HTTP/1.1 503 Service Unavailable\r\n${busyHead.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

/** Without reading a request; over TLS, where an answer would cost a handshake, without one. */
function turnAway(socket: Socket): void {
  socket.once('data', (first: Buffer) => {
    if (first[0] === tlsHandshake) socket.destroy();
    else socket.end(busy, () => socket.destroy());
  });
}
