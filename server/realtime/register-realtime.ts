import websocket, { type WebSocket } from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { clientNetwork } from '#application/client-network.ts';
import type { Connection } from './connection.ts';
import type { RealtimeDeps } from './ports.ts';
import { Realtime } from './realtime.ts';

/** A frame far over the limit is cut off by the library, before it is in memory; one just over it is told so by us. */
const libraryFrameFactor = 4;

/** One object for all sends: with a thousand sockets they are the most frequent thing there is. */
const asText = { binary: false };

/** A class, because closures of its own for each of ten thousand sockets are memory that nobody needs. */
class WebSocketConnection implements Connection {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Buffer): void {
    this.#socket.send(frame, asText);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }
}

const bind = (realtime: Realtime, logger: Logger, socket: WebSocket, address: string): void => {
  const session = realtime.accept(new WebSocketConnection(socket), address);
  // With its default binaryType ws hands over one Buffer per message.
  socket.on('message', (data: Buffer, isBinary: boolean) => session.receive(data, isBinary));
  // ws closes with a code of its own: 1007 for bad UTF-8, 1009 for a giant.
  socket.on('error', (error: Error) => logger.debug({ err: error }, 'socket failed'));
  socket.on('close', () => session.ended());
};

/**
 * Puts the socket at `/api/socket`. Call once on the root app, before it listens; pages of foreign origins are turned
 * away by that app, sockets like requests. A second listener (HTTPS) hands its
 * upgrades over with `emit('upgrade', ...)` on `app.server`. Drain before `app.close()`, which ends what is left.
 */
export const registerRealtime = async (app: FastifyInstance, deps: RealtimeDeps): Promise<Realtime> => {
  const { config } = deps;
  const logger = deps.logger.child({ part: 'realtime' });
  const realtime = new Realtime({ ...deps, logger });
  await app.register(websocket, {
    // Compressed, a snapshot of 18 kB takes 5; but the library keeps a socket's compressor for as long as the socket
    // lives, 265 kB of memory each (78 with the smallest window), and an idle socket is to cost 20.
    options: { maxPayload: config.socketFrameBytes * libraryFrameFactor, perMessageDeflate: false },
    // `bind` listens for errors itself; the default would log each broken line as an error.
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: (done) => {
      realtime.drain(0).then(() => {
        realtime.close();
        app.websocketServer.close();
        done();
      }, done);
    },
  });
  // Node hands a socket that asks for an upgrade over for good. The library ends it after an answer of its own; one that
  // the app refused before (origin, rate) would stay open for as long as the other side likes.
  app.addHook('onResponse', async ({ headers, raw }) => {
    if (headers.upgrade !== undefined) raw.socket.destroy();
  });
  app.get('/api/socket', { websocket: true }, (socket, request) =>
    bind(realtime, logger, socket, clientNetwork(request.ip)),
  );
  return realtime;
};
