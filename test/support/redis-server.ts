import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Test } from 'tap';

const program = process.env['REDIS_SERVER_BIN'] ?? 'redis-server';
/** On a busy machine of two cores; a quiet one takes 30 ms. */
const startMs = 10_000;

/** A real redis-server on loopback with its data in a folder of its own: every answered write is on disk. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  readonly #settings: readonly string[];
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, settings: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#settings = settings;
  }

  /** Starts one that ends with the test. `settings` are further arguments of redis-server. */
  static async start(t: Test, settings: readonly string[] = []): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), 'popstage-redis-'));
    const server = new RedisServer(await freePort(), folder, settings);
    t.teardown(async () => {
      await server.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    });
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get processId(): number {
    return this.#child?.pid ?? Number.NaN;
  }

  /** On the same port and with the same data. Resolves when it has loaded them. */
  async startAgain(): Promise<void> {
    const files = ['--dir', this.#folder, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'];
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--loglevel', 'warning'];
    this.#child = spawn(program, [...place, ...files, ...this.#settings], { stdio: 'ignore' });
    const redis = this.connect();
    try {
      const late = setTimeout(() => redis.disconnect(), startMs);
      // Waits for the connection, and that for the data to be loaded.
      await redis.ping().finally(() => clearTimeout(late));
    } finally {
      redis.disconnect();
    }
  }

  /** `SIGTERM` ends it in order, `SIGKILL` as a power cut. Idempotent. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }

  /** Whether the append-only files on disk hold a text. */
  filesHold(text: string): boolean {
    const files = readdirSync(this.#folder, { recursive: true, withFileTypes: true });
    return files.some(
      (file) => file.isFile() && readFileSync(join(file.parentPath, file.name)).includes(text),
    );
  }

  /** A plain connection for the test itself, which closes it. */
  connect(): Redis {
    const redis = new Redis(this.url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    redis.on('error', () => undefined);
    return redis;
  }
}

/** A port of 127.0.0.1 that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A listening TCP server has one.
  server.close();
  await once(server, 'close');
  return port;
}
