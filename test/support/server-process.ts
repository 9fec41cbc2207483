import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { createRedisCredentialStore } from '#storage/identity/redis-credential-store.ts';
import { createSqliteCredentialStore } from '#storage/identity/sqlite-credential-store.ts';
import { redisOptions } from '../../server/foundation/redis-url.ts';
import { randomIds } from '#application/id-source.ts';
import { mainShopId } from '#application/streams.ts';
import { makeLink } from '#application/identity/magic-links.ts';

const program = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
/** From nothing to ready on a busy machine of two cores; a quiet one takes 1 to 2 s. */
const startMs = 30_000;
/** The server's own deadline is 8 s. */
const stopMs = 12_000;
const lookMs = 25;
const keptOutputBytes = 200_000;

type Environment = Readonly<Record<string, string>>;

/** Alone on loopback, on free ports, quiet, and not slowed by limits that are there for strangers. */
const environmentForTests = (dataDir: string): Environment => ({
  POPSTAGE_DATA_DIR: dataDir,
  HOST: '127.0.0.1',
  PORT: '0',
  HTTPS: 'false',
  MEDIA_LISTEN: '127.0.0.1',
  MEDIA_CORES: '1',
  MEDIA_LONELY_MS: '15000',
  // One more ffmpeg beside every camera is much for two cores; tests of HLS turn it on.
  HLS: 'false',
  LOG_LEVEL: 'warn',
  SESSIONS_PER_MINUTE: '100000',
  REQUESTS_PER_MINUTE: '1000000',
  // As `npm start` has it: a start that compiles everything anew takes twice as long.
  NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'popstage-test-compiled'),
});

interface Addresses {
  readonly processId: number;
  readonly httpPort: number;
}

/** A real server with its media worker, as `npm start` runs them, in a data folder of its own. */
export class ServerProcess {
  readonly dataDir: string;
  /** Secret of a magic link for an administrator. */
  readonly adminLink: string;
  readonly #environment: Environment;
  readonly #arguments: readonly string[];
  #child: ChildProcess | undefined;
  #port = 0;
  #output = '';

  private constructor(dataDir: string, adminLink: string, environment: Environment, args: readonly string[]) {
    this.dataDir = dataDir;
    this.adminLink = adminLink;
    this.#environment = environment;
    this.#arguments = args;
  }

  /** Starts it and waits until it serves. `environment` goes over the defaults for tests. */
  static async start(
    options: {
      readonly environment?: Environment;
      readonly arguments?: readonly string[];
      /** Of another server, whose worker it shares. */
      readonly dataDir?: string;
    } = {},
  ): Promise<ServerProcess> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'popstage-test-')));
    const environment = { ...environmentForTests(dataDir), ...options.environment };
    const server = new ServerProcess(
      dataDir,
      await makeAdminLink(dataDir, environment['REDIS_URL']),
      environment,
      options.arguments ?? [],
    );
    await server.startAgain();
    return server;
  }

  /** `http://127.0.0.1:<port>`; the same after a restart. */
  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get processId(): number {
    return this.#child?.pid ?? Number.NaN;
  }

  /** What it printed last, for the message of a failed test. */
  get output(): string {
    return this.#output;
  }

  /** Starts it in the same folder and on the same port as before; resolves when it serves. */
  async startAgain(): Promise<void> {
    const port = this.#port === 0 ? {} : { PORT: String(this.#port) };
    const child = spawn(process.execPath, [program, ...this.#arguments], {
      env: { ...process.env, ...this.#environment, ...port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk.toString()).slice(-keptOutputBytes);
      });
    }
    this.#port = (await this.#addresses(child)).httpPort;
    await this.#ready(child);
  }

  /** It listens before its media worker is there. */
  async #ready(child: ChildProcess): Promise<void> {
    const deadlineMs = performance.now() + startMs;
    while (performance.now() < deadlineMs && child.exitCode === null) {
      const { ok } = await fetch(`${this.origin}/readyz`);
      if (ok) return;
      await new Promise((resolve) => setTimeout(resolve, lookMs * 2));
    }
    throw new Error(`the server did not get ready:\n${this.#output}`);
  }

  /** Kills it as a power cut would; its media worker lives on. */
  async killHard(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends it as an update does, with a goodbye to its sockets; its folder stays for `startAgain`. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it with its worker, and removes its folder. Idempotent. */
  async close(): Promise<void> {
    await this.#end('SIGTERM');
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const late = setTimeout(() => child.kill('SIGKILL'), stopMs);
    child.kill(signal);
    await once(child, 'exit').finally(() => clearTimeout(late));
  }

  /** The file is written when the server listens; one of an earlier process is not ours. */
  async #addresses(child: ChildProcess): Promise<Addresses> {
    const deadlineMs = performance.now() + startMs;
    while (performance.now() < deadlineMs && child.exitCode === null) {
      const addresses = await readAddresses(join(this.dataDir, 'addresses.json'));
      if (addresses?.processId === child.pid && addresses !== undefined) return addresses;
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
    child.kill('SIGKILL');
    throw new Error(`the server did not start:\n${this.#output}`);
  }
}

async function readAddresses(path: string): Promise<Addresses | undefined> {
  try {
    // Written by start-up/reachable.ts in one piece.
    return JSON.parse(await readFile(path, 'utf8')) as Addresses;
  } catch {
    return undefined;
  }
}

/** Made in the store before the server runs, as `npm run admin-link` does. */
async function makeAdminLink(dataDir: string, redisUrl: string | undefined): Promise<string> {
  const { credentials, close } =
    redisUrl === undefined ? sqliteCredentials(dataDir) : redisCredentials(redisUrl);
  try {
    const deps = { credentials, ids: randomIds, nowMs: Date.now };
    const wanted = {
      role: 'admin',
      showId: null,
      label: 'Test',
      expiresAtMs: null,
      maximumUses: null,
    } as const;
    return (await makeLink(deps, wanted)).secret;
  } finally {
    await close();
  }
}

function sqliteCredentials(dataDir: string) {
  const credentials = createSqliteCredentialStore(join(dataDir, 'identity.db'));
  return { credentials, close: () => credentials.close() };
}

function redisCredentials(redisUrl: string) {
  const redis = new Redis(redisOptions(redisUrl));
  return {
    credentials: createRedisCredentialStore(redis, mainShopId),
    close: async () => redis.disconnect(),
  };
}
