import type { Server } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { ServerCertificate } from './certificate/local-certificate.ts';
import type { RouteApp } from './routes/route-app.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
  /** Somebody chose this port, so another one would only surprise him. */
  readonly isFixed: boolean;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Set when the preferred port was taken. */
  readonly insteadOf?: number;
}

/** Two doors to one app. */
export interface Listeners {
  readonly http: Listening;
  readonly https: Listening | undefined;
  replaceCertificate(certificate: ServerCertificate): void;
  /** New connections are refused; answers under way finish. Idempotent. The app closes its own listener itself. */
  close(): Promise<void>;
}

/** The port is taken, and it was chosen on purpose; its message is for a person at a terminal. */
export class PortTakenError extends Error {
  constructor({ host, port }: Place, options: ErrorOptions) {
    super(
      `Port ${port} on ${host} is used by another program. Stop that one, or choose another port.`,
      options,
    );
    this.name = 'PortTakenError';
  }
}

/** The next few ports are easier to remember than a random one, which is the last resort. */
const neighboursTried = 10;

/** Opens plain HTTP on the app's own server and, with a certificate, HTTPS (HTTP/2 and 1.1) beside it. */
export async function openListeners(
  app: RouteApp,
  places: { readonly http: Place; readonly https?: Place },
  certificate: ServerCertificate | undefined,
): Promise<Listeners> {
  const http = await listenNear(places.http, async (port) => {
    await app.listen({ host: places.http.host, port });
    return app.server;
  });
  if (places.https === undefined || certificate === undefined) {
    return { http, https: undefined, replaceCertificate: () => undefined, close: async () => undefined };
  }
  const { host } = places.https;
  const server = createSecureServer({ allowHTTP1: true, ...tlsOptions(certificate) }, (request, response) =>
    // The compatibility API of HTTP/2 has the shape of HTTP/1 requests, and Fastify tells them apart by version.
    app.routing(request as never, response as never),
  );
  handOverUpgrades(server, app.server);
  const connections = trackConnections(server);
  const https = await listenNear(places.https, async (port) => {
    await listen(server, host, port);
    return server;
  });
  return {
    http,
    https,
    replaceCertificate: (next) => server.setSecureContext(tlsOptions(next)),
    close: () => closeGently(server, connections),
  };
}

const tlsOptions = ({ certificate, key }: ServerCertificate) =>
  ({ cert: certificate, key, minVersion: 'TLSv1.2' }) as const;

/** The socket library listens for upgrades on the app's own server only. */
function handOverUpgrades(from: Http2SecureServer, to: Server): void {
  from.on('upgrade', (...upgrade: unknown[]) => {
    to.emit('upgrade', ...upgrade);
  });
}

async function listenNear(
  place: Place,
  tryPort: (port: number) => Promise<Pick<Server, 'address'>>,
): Promise<Listening> {
  const { host, port, isFixed } = place;
  const neighbours = Array.from({ length: neighboursTried }, (_, index) => port + 1 + index);
  const candidates = isFixed || port === 0 ? [port] : [port, ...neighbours, 0];
  let lastError: unknown;
  for (const candidate of candidates) {
    try {
      const bound = portOf(await tryPort(candidate));
      return candidate === port ? { host, port: bound } : { host, port: bound, insteadOf: port };
    } catch (error) {
      if (!isTaken(error)) throw error;
      lastError = error;
    }
  }
  throw new PortTakenError(place, { cause: lastError });
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

// A TCP server that listens has an address with a port.
const portOf = (server: Pick<Server, 'address'>): number => (server.address() as AddressInfo).port;

const listen = (server: Http2SecureServer, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });

interface Connections {
  readonly sessions: Set<ServerHttp2Session>;
  readonly sockets: Set<Socket>;
}

function trackConnections(server: Http2SecureServer): Connections {
  const connections: Connections = { sessions: new Set(), sockets: new Set() };
  server.on('session', (session) => {
    connections.sessions.add(session);
    session.once('close', () => connections.sessions.delete(session));
  });
  server.on('secureConnection', (socket: Socket) => {
    connections.sockets.add(socket);
    socket.once('close', () => connections.sockets.delete(socket));
  });
  // A port scanner or a browser that does not trust us yet ends its handshake; that is no fault of ours.
  server.on('tlsClientError', () => undefined);
  return connections;
}

/** What an answer under way may still take once nothing new comes in. */
const lastAnswersMs = 1000;

async function closeGently(server: Http2SecureServer, { sessions, sockets }: Connections): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const session of sessions) session.close();
  const force = setTimeout(() => sockets.forEach((socket) => socket.destroy()), lastAnswersMs);
  await closed;
  clearTimeout(force);
}
