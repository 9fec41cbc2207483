import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';

/** The worker logs little; a file of this size holds weeks, and one older file is kept beside it. */
const maximumLogBytes = 5 * 1024 * 1024;
/** A worker that was started so long ago and still does not answer is stuck. */
const startMs = 15_000;
const respawnMs = { first: 50, longest: 5000 };
/** A worker that ran this long died of something new: it is started again without a pause. */
const goodRunMs = 20_000;

/** Its own messages are few; the default of 16 MB per room for young objects only holds memory. */
export const nodeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'];
const entryPoint = fileURLToPath(new URL('../../worker/main.ts', import.meta.url));

/**
 * Starts the worker of this machine when nobody answers on its socket. It is its own process group and session, so
 * neither Ctrl-C nor the server's death reaches it: running media outlives its server, and the next server adopts it.
 */
export class WorkerSupervisor {
  readonly #config: Config;
  readonly #logger: Logger;
  #child: ChildProcess | null = null;
  #startedAtMs = -Infinity;
  #pauseMs = respawnMs.first;
  #wasLinked = false;
  #hlsPort = 0;
  #closed = false;

  constructor(config: Config, logger: Logger) {
    this.#config = config;
    this.#logger = logger;
  }

  /** Nobody answers: starts a worker, unless one is just starting or the last one died a moment ago. */
  ensureStarted(): void {
    if (this.#closed) return;
    const sinceMs = performance.now() - this.#startedAtMs;
    if (this.#child !== null) {
      // By its own id, and only what this server started.
      if (sinceMs > startMs) this.#child.kill('SIGKILL');
      return;
    }
    if (sinceMs < this.#pauseMs) return;
    this.#pauseMs = sinceMs > goodRunMs ? respawnMs.first : Math.min(this.#pauseMs * 2, respawnMs.longest);
    this.#start();
  }

  /**
   * A worker answered: ours, or one that lived before. Its successor is asked to serve HLS at the same port, which open
   * pages know and their content policy names.
   */
  linked(hlsPort: number | null): void {
    this.#wasLinked = true;
    this.#hlsPort = hlsPort ?? 0;
  }

  /** Ends a worker of ours that nobody heard of yet, so that a server stopped in its first second leaves nothing. */
  endUnused(): void {
    if (!this.#wasLinked) this.#child?.kill('SIGTERM');
  }

  /** Resolves when the worker that this server started is gone, or after `limitMs`; at once when another started it. */
  async ended(limitMs: number): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    await once(child, 'exit', { signal: AbortSignal.timeout(limitMs) }).catch(() => undefined);
  }

  /** Stops watching. The worker lives on, and ends itself when it stays alone. */
  close(): void {
    this.#closed = true;
    this.#child?.removeAllListeners();
    this.#child = null;
  }

  #start(): void {
    this.#startedAtMs = performance.now();
    this.#wasLinked = false;
    const log = this.#openLog();
    const child = spawn(process.execPath, [...nodeFlags, entryPoint], {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, ...this.#environment() },
    });
    closeSync(log);
    child.unref();
    // Tried once: somebody else may have taken that port meanwhile.
    this.#hlsPort = 0;
    this.#child = child;
    child.once('error', (error) => {
      this.#logger.error({ err: error }, 'the media worker cannot be started');
      this.#child = null;
    });
    child.once('exit', (code, signal) => {
      this.#logger.warn({ code, signal, processId: child.pid }, 'the media worker ended');
      this.#child = null;
    });
    this.#logger.info({ processId: child.pid }, 'media worker started');
  }

  /** Settings that may come from elsewhere than the environment (tests, command line) and that the worker must share. */
  #environment(): Record<string, string> {
    const config = this.#config;
    return {
      POPSTAGE_DATA_DIR: resolve(config.dataDir),
      MEDIA_SOCKET: config.mediaSocket,
      MEDIA_CORES: String(config.mediaCores),
      MEDIA_PORT: String(config.mediaPort),
      MEDIA_LISTEN: config.mediaListen.join(','),
      MEDIA_LONELY_MS: String(config.mediaLonelyMs),
      MEDIA_PEER_GRACE_MS: String(config.mediaPeerGraceMs),
      MEDIA_PEER_TRANSPORTS: String(config.mediaPeerTransports),
      MEDIA_PEER_STREAMS: String(config.mediaPeerStreams),
      MEDIA_STAGE_PEERS: String(config.mediaStagePeers),
      HLS: String(config.hls),
      HLS_PORT: String(config.hlsPort === 0 ? this.#hlsPort : config.hlsPort),
      HLS_WINDOW_MS: String(config.hlsWindowMs),
      HLS_DISK_BYTES: String(config.hlsDiskBytes),
      HLS_POSTER_MS: String(config.hlsPosterMs),
      HLS_CONNECTIONS: String(config.hlsConnections),
      HLS_WAITING: String(config.hlsWaiting),
      HLS_CONNECTION_REQUESTS: String(config.hlsConnectionRequests),
      HLS_BACKLOG_BYTES: String(config.hlsBacklogBytes),
      HLS_LADDER: config.hlsLadder.join(','),
      ICE_SERVERS: config.iceServers.length === 0 ? '' : JSON.stringify(config.iceServers),
      MEDIASOUP_WORKER_BIN: config.mediasoupWorkerBin,
      FFMPEG_BIN: config.ffmpegBin,
      LOG_LEVEL: config.logLevel,
    };
  }

  #openLog(): number {
    const folder = join(resolve(this.#config.dataDir), 'logs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'media-worker.log');
    const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (sizeBytes > maximumLogBytes) renameSync(path, `${path}.1`);
    return openSync(path, 'a', 0o600);
  }
}
