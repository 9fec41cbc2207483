import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { test } from 'tap';
import { loadConfig } from '#config/load.ts';
import { HeadlessClient } from '#test/support/headless-client.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { watchClock } from '../../server/foundation/clock-skew.ts';
import { createShutdown } from '../../server/start-up/shutdown.ts';

const programOf = (name: string): string => fileURLToPath(new URL(`../../server/${name}`, import.meta.url));
const run = promisify(execFile);

test('a server whose Redis does not run ends in bounded time, names the setting and no secret', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'popstage-cluster-'));
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }));
  const REDIS_URL = 'redis://:hidden-word@127.0.0.1:1';
  const env = {
    ...process.env,
    POPSTAGE_DATA_DIR: dataDir,
    REDIS_URL,
    REDIS_START_MS: '300',
    HTTPS: 'false',
  };
  const end: unknown = await run(process.execPath, [programOf('main.ts')], { env }).catch(
    (error: unknown) => error,
  );
  t.match(end, { code: 1, stderr: /REDIS_URL: Redis did not answer within 300 ms/ });
  t.notMatch(JSON.stringify(end), /hidden-word/);
  t.notMatch(end, { stderr: /at .*\.ts:\d+/ }, 'no stack');
});

test('servers with folders of their own share sessions and links; the start says what can be lost', async (t) => {
  const redis = await RedisServer.start(t, ['--appendfsync', 'everysec']);
  const environment = { REDIS_URL: redis.url };
  const first = await ServerProcess.start({ environment });
  t.teardown(() => first.close());
  const second = await ServerProcess.start({ environment });
  t.teardown(() => second.close());
  t.match(first.output, /Kept in Redis/);
  t.match(first.output, /ATTENTION: appendfsync is everysec/);
  t.notMatch(first.output, /SQLite, WAL/);

  const { grant } = await HeadlessClient.signIn(first.origin, { link: first.adminLink });
  const headers = { authorization: `Bearer ${grant.accessToken}` };
  const sessions = await fetch(`${second.origin}/api/sessions`, { headers });
  t.equal(sessions.status, 200, 'a token of the one is good at the other');
  t.match(await sessions.text(), grant.session.sessionId);

  const { stdout } = await run(process.execPath, [programOf('admin-link.ts')], {
    env: { ...process.env, ...environment, POPSTAGE_DATA_DIR: second.dataDir },
  });
  const link = /enter#([A-Za-z0-9_-]{43})/.exec(stdout)?.[1] ?? '';
  t.equal((await HeadlessClient.signIn(first.origin, { link })).grant.session.role, 'admin');
});

test('a server whose clock is too far from that of Redis does not start', (t) => {
  const ground = {
    config: loadConfig({ REDIS_SKEW_MS: '500' }),
    named: new Set<never>(),
    logger: pino({ level: 'silent' }),
    shutdown: createShutdown(1000, pino({ level: 'silent' })),
  };
  t.throws(() => watchClock(ground, { skewMs: -501, isTrusted: false }), {
    name: 'RefusedStart',
    message: /501 ms ahead of that of Redis; REDIS_SKEW_MS allows 500 ms/,
  });
  t.doesNotThrow(() => watchClock(ground, { skewMs: 499, isTrusted: true }));
  t.end();
});
