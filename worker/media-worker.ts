import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { workerSocketPath } from '#protocol/worker-rpc/socket-path.ts';
import { Engine } from './engine/engine.ts';
import { HlsOutput } from './hls/hls-output.ts';
import { Audience } from './rpc/audience.ts';
import { callTable, loadOf } from './rpc/call-table.ts';
import { listenOnNetwork, listenOnSocket, type Listener } from './rpc/listen.ts';
import { ServerLink } from './rpc/server-link.ts';
import { StageTable } from './stage/stage-table.ts';

const loadIntervalMs = 2000;

/** A running worker. */
export interface MediaWorker {
  /** Resolves when it should end: asked to, left alone for too long, or its socket taken by another. */
  readonly ended: Promise<string>;
  /** Resolves when nothing that it started is left. */
  close(): Promise<void>;
}

/** Starts cores and listens for servers. Rejects with `AlreadyRunning` when a worker answers on the socket. */
export async function startMediaWorker(config: Config, logger: Logger): Promise<MediaWorker> {
  const { promise: ended, resolve: end } = Promise.withResolvers<string>();
  const links = new Set<ServerLink>();
  const audience = new Audience();
  let welcome = (stream: Duplex): void => {
    stream.destroy();
  };
  const onStream = (stream: Duplex): void => {
    welcome(stream);
  };
  // The socket comes first: it is what makes this worker the only one.
  const listeners: Listener[] = [await listenOnSocket(workerSocketPath(config), onStream)];
  const engine = await Engine.start(config, logger);
  const hls = config.hls ? await HlsOutput.open(config, logger) : null;
  const table = new StageTable({ config, engine, hls, voice: audience, logger });
  const answer = callTable({
    workerId: randomUUID(),
    config,
    engine,
    table,
    hls,
    // Other servers have shows on it: they will do without the one that goes.
    mayQuit: () => audience.size <= 1,
    quit: () => {
      end('a server asked for it');
    },
    greeted: (link) => {
      audience.add(link);
    },
  });
  let lonelySinceMs = performance.now();
  welcome = (stream) => {
    const link = new ServerLink(stream, answer, logger);
    links.add(link);
    link.onClosed(() => {
      links.delete(link);
      audience.remove(link);
      // Who never said hello (a probe) is no server.
      if (link.serverId === null) return;
      if (!audience.isConnected(link.serverId)) table.serverGone(link.serverId);
      lonelySinceMs = performance.now();
    });
  };
  if (config.mediaRpcListen !== '') {
    listeners.push(await listenOnNetwork(config.mediaRpcListen, config.mediaSecret, onStream));
  }
  const watching = setInterval(
    () => {
      if (audience.size > 0) lonelySinceMs = performance.now();
      if (performance.now() - lonelySinceMs >= config.mediaLonelyMs) end('no server was there for too long');
      if (!listeners.every(({ isOurs }) => isOurs())) end('another worker took the socket');
    },
    Math.min(1000, config.mediaLonelyMs / 4),
  );
  const telling = setInterval(() => {
    audience.tellAll('load', loadOf(engine, table));
  }, loadIntervalMs);
  return {
    ended,
    close: async () => {
      clearInterval(watching);
      clearInterval(telling);
      for (const listener of listeners) listener.close();
      for (const link of links) link.close();
      // First what goes on in the next process, then what ends for good with its stage.
      const hlsClosed = hls?.close();
      table.closeAll();
      await hlsClosed;
      engine.close();
    },
  };
}
