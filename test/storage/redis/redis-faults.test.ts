import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import {
  actorId,
  appendOf,
  appendTexts,
  commandIdOf,
  shopId,
  streamOf,
  textsOf,
  writing,
} from '#test/contract/append-examples.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { assertWhole, keepWriting, writerOf } from './load.ts';
import { connectAsServer, openLogOver } from './redis-log-stand.ts';

t.setTimeout(120_000);

/** Two servers with four writers each, half of them on streams that both write to, while `fault` happens to Redis. */
async function underLoad(t: Test, server: RedisServer, fault: () => Promise<unknown>): Promise<void> {
  // No fault below lasts so long, so every append gets through it by itself.
  const patient = { timeoutMs: 30_000 };
  const logs = await Promise.all([openLogOver(t, server, patient), openLogOver(t, server, patient)]);
  const writers = logs.flatMap((log, index) =>
    ['shared-a', 'shared-b', `own-${index}-a`, `own-${index}-b`].map((stream) =>
      writerOf(log, `${index}-${stream}`, stream),
    ),
  );
  const stop = new AbortController();
  const writing = Promise.all(writers.map((writer) => keepWriting(writer, stop.signal)));
  const acknowledged = () => writers.reduce((sum, one) => sum + one.acknowledged.length, 0);
  const progress = async () => {
    for (const enough = acknowledged() + 100; acknowledged() < enough;) await sleep(10);
  };
  await progress();
  await fault();
  await progress();
  stop.abort();
  await writing;
  const fresh = await openLogOver(t, server);
  await assertWhole(t, fresh, writers);
  t.same(
    writers.flatMap(({ faults }) => faults),
    [],
    'no append was given up',
  );
}

t.test('restarted under load, Redis has everything that was acknowledged, once', async (t) => {
  const server = await RedisServer.start(t);
  await underLoad(t, server, async () => {
    await server.stop();
    await server.startAgain();
  });
});

t.test('killed with -9 under load, Redis has everything that was acknowledged, once', async (t) => {
  const server = await RedisServer.start(t);
  await underLoad(t, server, async () => {
    for (let round = 0; round < 3; round++) {
      await sleep(50 + round * 7);
      await server.stop('SIGKILL');
      await server.startAgain();
    }
  });
});

t.test('connections cut and scripts forgotten under load cost no command and double none', async (t) => {
  const server = await RedisServer.start(t);
  const admin = server.connect();
  t.teardown(() => admin.disconnect());
  await underLoad(t, server, async () => {
    for (let round = 0; round < 20; round++) {
      await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      await admin.script('FLUSH');
      await sleep(20);
    }
  });
});

t.test('a Redis that is a replica for a while is asked again until it is the master', async (t) => {
  const server = await RedisServer.start(t);
  const admin = server.connect();
  t.teardown(() => admin.disconnect());
  await underLoad(t, server, async () => {
    await admin.call('REPLICAOF', '127.0.0.1', '1');
    await sleep(200);
    await admin.call('REPLICAOF', 'NO', 'ONE');
  });
});

t.test('an append whose answer was lost is answered as appended, and stands once', async (t) => {
  const server = await RedisServer.start(t);
  const redis = connectAsServer(t, server.url);
  const log = await openLogOver(t, server, { redis });
  const call = redis.call.bind(redis) as (...args: unknown[]) => Promise<unknown>;
  let lost = 0;
  // Carried out, and then the line is cut before the answer.
  redis.call = async (...args: unknown[]) => {
    const reply = await call(...args);
    if (lost++ < 2) throw new Error('Connection is closed.');
    return reply;
  };
  const commands = [writing('a', ['one', 'two']), writing('a', []), writing('b', ['three'])];
  const result = await log.append(appendOf(log, { a: 0, b: 0 }, commands));
  t.match(result, {
    outcome: 'appended',
    recorded: [[{ version: 1 }, { version: 2 }], [], [{ version: 1, event: { text: 'three' } }]],
  });
  t.equal(lost, 3);
  t.equal(await log.feedHead(shopId), 3);
  const again = await log.append(appendOf(log, { a: 0, b: 0 }, commands));
  t.equal(again.outcome, 'known', 'sent once more by its client it is an old command');
});

t.test('a full Redis refuses an append whole; reading and repeated commands go on', async (t) => {
  const server = await RedisServer.start(t, ['--maxmemory', '4mb', '--maxmemory-policy', 'noeviction']);
  const admin = server.connect();
  t.teardown(() => admin.disconnect());
  const log = await openLogOver(t, server);
  const first = writing('a', ['first'], { commandId: commandIdOf('first') });
  await log.append(appendOf(log, { a: 0, b: 0 }, [first]));
  const text = 'x'.repeat(20_000);
  let version = 0;
  for (;;) {
    const events = ['a', 'b'].map((name) => ({ streamId: streamOf(name), event: { text } }));
    const request = appendOf(log, { a: version + 1, b: version }, [writing('a', [], { events })]);
    const result = await log.append(request);
    if (result.outcome === 'storage-full') break;
    t.equal(result.outcome, 'appended');
    version += 1;
  }
  t.ok(version > 3);
  t.equal((await log.head(streamOf('a'))).version, version + 1);
  t.equal((await log.head(streamOf('b'))).version, version);
  t.equal((await log.readFeed(shopId, 0, 1_000)).length, 2 * version + 1);
  t.equal((await log.append(appendOf(log, { a: 0 }, [first]))).outcome, 'known');
  const late = await appendTexts(log, 'a', version, 'late');
  t.match(late, { outcome: 'conflict', missing: [{ version: version + 1 }] });
  await admin.config('SET', 'maxmemory', '64mb');
  t.equal((await appendTexts(log, 'a', version + 1, 'more')).outcome, 'appended');
});

t.test(
  'what a paused Redis does not answer is refused in bounded time, and nothing is left behind',
  async (t) => {
    const server = await RedisServer.start(t);
    const log = await openLogOver(t, server, { timeoutMs: 300 });
    await appendTexts(log, 'a', 0, 'one');
    process.kill(server.processId, 'SIGSTOP');
    const command = writing('a', ['two'], { commandId: commandIdOf('two') });
    const startedMs = performance.now();
    const results = await Promise.allSettled([
      log.append(appendOf(log, { a: 1 }, [command])),
      log.read(streamOf('a'), 0, 10),
      log.readFeed(shopId, 0, 10),
      log.findCommand(actorId, commandIdOf('two')),
      log.loadCursor(shopId, 'nobody'),
    ]);
    const tookMs = performance.now() - startedMs;
    process.kill(server.processId, 'SIGCONT');
    t.same(
      results.map(({ status }) => status),
      results.map(() => 'rejected'),
    );
    t.match(results[0], { reason: { message: /timed out/ } });
    t.ok(tookMs < 2_000, `${Math.round(tookMs)} ms`);
    // Its client sends it again, and by then Redis may have carried it out or not.
    let outcome = '';
    while (outcome !== 'appended' && outcome !== 'known') {
      outcome = await log.append(appendOf(log, { a: 1 }, [command])).then(
        (result) => result.outcome,
        () => 'away',
      );
    }
    t.same(textsOf(await log.read(streamOf('a'), 0, 10)), ['one', 'two']);
  },
);

t.test('a Redis that holds writes up for a moment is waited for', async (t) => {
  const server = await RedisServer.start(t);
  const admin = server.connect();
  t.teardown(() => admin.disconnect());
  const log = await openLogOver(t, server);
  await admin.call('CLIENT', 'PAUSE', '200', 'WRITE');
  t.equal((await appendTexts(log, 'a', 0, 'one')).outcome, 'appended');
});

t.test(
  'without Redis an append ends with an error when its time is up, and the next one finds Redis back',
  async (t) => {
    const server = await RedisServer.start(t);
    const log = await openLogOver(t, server, { timeoutMs: 300 });
    await server.stop('SIGKILL');
    await t.rejects(appendTexts(log, 'a', 0, 'one'));
    await server.startAgain();
    const command = writing('a', ['one']);
    let outcome = '';
    while (outcome !== 'appended' && outcome !== 'known') {
      outcome = await log.append(appendOf(log, { a: 0 }, [command])).then(
        (result) => result.outcome,
        () => 'away',
      );
    }
    t.same(textsOf(await log.read(streamOf('a'), 0, 10)), ['one']);
  },
);
