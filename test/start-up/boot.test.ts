import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test, type Test } from 'tap';
import type { SessionGrant } from '#protocol/views.ts';

const programOf = (name: string): string => fileURLToPath(new URL(`../../server/${name}`, import.meta.url));
const run = promisify(execFile);

interface Addresses {
  readonly processId: number;
  readonly local: string;
  readonly origins: readonly string[];
  readonly httpPort: number;
  readonly httpsPort: number;
}

/** `node server/main.ts` as a child, its output gathered. */
class Boot {
  readonly child: ChildProcess;
  readonly dataDir: string;
  output = '';

  constructor(t: Test, dataDir: string, environment: Record<string, string> = {}) {
    this.dataDir = dataDir;
    this.child = spawn(process.execPath, [programOf('main.ts')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        POPSTAGE_DATA_DIR: dataDir,
        PORT: '0',
        HTTPS_PORT: '0',
        MEDIA_CORES: '1',
        MEDIA_LISTEN: '127.0.0.1',
        ...environment,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
    t.teardown(() => this.child.kill('SIGKILL'));
  }

  async addresses(): Promise<Addresses> {
    const path = join(this.dataDir, 'addresses.json');
    while (this.child.exitCode === null) {
      // Written in one piece by start-up/reachable.ts.
      const found = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Addresses) : undefined;
      if (
        found !== undefined &&
        found.processId === this.child.pid &&
        this.output.includes('Kept on this machine')
      )
        return found;
      await setTimeout(20);
    }
    throw new Error(`ended with ${this.child.exitCode}:\n${this.output}`);
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null) {
      this.child.kill(signal);
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

const makeFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-boot-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const post = (origin: string, path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });

test('one command starts a server whose printed link opens; SIGTERM ends it cleanly; a restart keeps sessions', async (t) => {
  const dataDir = makeFolder(t);
  const first = new Boot(t, dataDir);
  const { httpPort, httpsPort, local } = await first.addresses();
  const origin = `http://127.0.0.1:${httpPort}`;
  t.not(httpsPort, 0);
  const secret = /enter#([A-Za-z0-9_-]{43})/.exec(first.output)?.[1];
  t.ok(first.output.includes(`${local}/enter#${secret}`), 'a whole link, for this machine');
  t.match(first.output, /synced to disk/);

  const opened = await post(origin, '/api/sessions', { link: secret });
  t.equal(opened.status, 201);
  const { session, accessToken } = (await opened.json()) as SessionGrant;
  t.match(session, { role: 'admin', name: 'Operator' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  for (const file of ['identity.db', 'people.db', 'events.db', 'keys/sessions.key']) {
    t.equal(statSync(join(dataDir, file)).mode & 0o077, 0, `${file} is the owner's alone`);
  }
  t.equal(await first.end(), 0);
  t.notOk(existsSync(join(dataDir, 'addresses.json')));
  t.notMatch(first.output, /"level":"(error|fatal)"/);

  const second = new Boot(t, dataDir);
  const next = `http://127.0.0.1:${(await second.addresses()).httpPort}`;
  const lobby = await fetch(`${next}/api/shows`, { headers: { authorization: `Bearer ${accessToken}` } });
  t.equal(lobby.status, 200, 'the token of before');
  t.equal((await post(next, '/api/sessions/refresh', {}, { cookie })).status, 200, 'the cookie of before');
  t.notMatch(second.output, /enter#/, 'a service prints no key into its log twice');

  const environment = { ...process.env, POPSTAGE_DATA_DIR: dataDir };
  const { stdout } = await run(process.execPath, [programOf('admin-link.ts')], { env: environment });
  const newSecret = /enter#([A-Za-z0-9_-]{43})/.exec(stdout)?.[1];
  t.equal((await post(next, '/api/sessions', { link: newSecret })).status, 201, 'the way back in');
  t.equal(await second.end('SIGINT'), 0);
});

test('the server listens before its media worker is there, says so, and becomes ready with it', async (t) => {
  const boot = new Boot(t, makeFolder(t), { HTTPS: 'false', MEDIASOUP_WORKER_BIN: '/nowhere' });
  const { httpPort } = await boot.addresses();
  const answer = await fetch(`http://127.0.0.1:${httpPort}/readyz`);
  t.equal(answer.status, 503);
  t.match(await answer.json(), { faults: { media: 'no worker' } });
  t.equal((await fetch(`http://127.0.0.1:${httpPort}/healthz`)).status, 200);
  t.equal(await boot.end(), 0);
});

test('every fault of the configuration is told at once, in words', async (t) => {
  const boot = new Boot(t, makeFolder(t), { PORT: 'eighty', LOG_LEVEL: 'loud' });
  t.equal(await boot.exitCode(), 1);
  t.match(boot.output, /2 fault\(s\)/);
  t.match(boot.output, /PORT=eighty: expected a whole number/);
  t.notMatch(boot.output, /at .*\.ts:\d+/, 'no stack');
});

test('a port that was chosen and is taken stops the start with plain words', async (t) => {
  const taken = createServer().listen({ host: '127.0.0.1', port: 0 });
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  const { port } = taken.address() as AddressInfo;
  const boot = new Boot(t, makeFolder(t), { PORT: String(port) });
  t.equal(await boot.exitCode(), 1);
  t.match(boot.output, `Port ${port} on 127.0.0.1 is used by another program`);
  t.notMatch(boot.output, /at .*\.ts:\d+/, 'no stack');
});

test('a session key that others can read stops the start and says how to mend it', async (t) => {
  const dataDir = makeFolder(t);
  const first = new Boot(t, dataDir, { HTTPS: 'false' });
  await first.addresses();
  await first.end();
  chmodSync(join(dataDir, 'keys', 'sessions.key'), 0o644);
  const second = new Boot(t, dataDir, { HTTPS: 'false' });
  t.equal(await second.exitCode(), 1);
  t.match(second.output, /chmod 600/);
});
