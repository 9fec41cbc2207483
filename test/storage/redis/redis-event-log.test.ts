import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { EventLog } from '#application/ports.ts';
import type { shopId } from '#test/contract/append-examples.ts';
import { appendOf, appendTexts, streamOf, textsOf, writing } from '#test/contract/append-examples.ts';
import { eventLogContract } from '#test/contract/event-log-contract.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { connectAsServer, openLogOver } from './redis-log-stand.ts';

t.setTimeout(120_000);

/** All tests of this file; each begins with an empty Redis. */
const server = await RedisServer.start(t, ['--cluster-enabled', 'yes']);
const admin = server.connect();
t.teardown(() => admin.disconnect());
// As a node of a Redis Cluster it refuses every script and command whose keys are not in one slot.
await admin.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
for (let state = ''; !state.includes('cluster_state:ok');) state = String(await admin.cluster('INFO'));

async function open(t: Test, parts: Parameters<typeof openLogOver>[2] = {}) {
  await admin.flushall();
  return openLogOver(t, server, parts);
}

t.test('the event log in Redis, all keys in one slot of a cluster', async (t) => {
  eventLogContract(t, (t) => open(t));
});

t.test('what one server writes another reads, and a conflict brings exactly what it missed', async (t) => {
  const [one, other] = [await open(t), await openLogOver(t, server)];
  await appendTexts(one, 'a', 0, 'a1');
  t.same(textsOf(await other.read(streamOf('a'), 0, 10)), ['a1']);
  await appendTexts(other, 'a', 1, 'a2', 'a3');
  await appendTexts(other, 'b', 0, 'b1');
  await appendTexts(other, 'c', 0, 'c1');
  const events = ['a', 'b', 'c'].map((name) => ({ streamId: streamOf(name), event: { text: 'mine' } }));
  const result = await one.append(appendOf(one, { a: 1, b: 0, c: 1 }, [writing('a', [], { events })]));
  t.equal(result.outcome, 'conflict');
  if (result.outcome === 'conflict') t.same(textsOf(result.missing), ['a2', 'a3', 'b1']);
  const now = await one.append(appendOf(one, { a: 3, b: 1, c: 1 }, [writing('a', [], { events })]));
  t.equal(now.outcome, 'appended');
});

/** Appends one after the other to a stream, deciding anew after each conflict; how many conflicts each had to take. */
async function contend(log: EventLog, decideMs: number, isDone: (count: number) => boolean) {
  const conflicts: number[] = [];
  let version = 0;
  while (!isDone(conflicts.length)) {
    for (let lost = 0; ; lost++) {
      if (lost > 100) throw new Error('it starves');
      if (decideMs > 0) await sleep(decideMs);
      const result = await appendTexts(log, 'hot', version, 'x');
      if (result.outcome === 'appended') conflicts.push(lost);
      if (result.outcome === 'appended') version += 1;
      if (result.outcome === 'appended') break;
      if (result.outcome === 'conflict') version = result.missing.at(-1)?.version ?? version;
    }
  }
  return conflicts;
}

t.test('a server that is always the slower one gets its turn after a conflict', async (t) => {
  const [slow, ...quick] = [await open(t), await openLogOver(t, server), await openLogOver(t, server)];
  let isOver = false;
  const crowd = quick.map((log) => contend(log, 0, () => isOver));
  // Meanwhile each of the others appends several times.
  const conflicts = await contend(slow, 4, (count) => count === 25).finally(() => (isOver = true));
  const others = await Promise.all(crowd);
  const lost = conflicts.reduce((sum, count) => sum + count, 0);
  t.comment(`lost ${lost} of ${lost + 25}; the others wrote ${others.flat().length}`);
  t.ok(others.flat().length > 25, 'it was the slower one');
  t.ok(lost > 0, 'there were conflicts');
  t.ok(Math.max(...conflicts) <= 6, `at most ${Math.max(...conflicts)} conflicts in a row`);
  t.ok(lost <= 75, `${lost} conflicts for 25 appends`);
});

t.test('two servers that always have something to write take turns', async (t) => {
  const logs = [await open(t), await openLogOver(t, server)] as const;
  let count = 0;
  const isDone = () => count++ >= 120;
  const [one, other] = await Promise.all(logs.map((log) => contend(log, 2, isDone)));
  const [few = 0, many = 0] = [one?.length ?? 0, other?.length ?? 0].toSorted((a, b) => a - b);
  t.ok(few >= many / 2, `${few} and ${many} appends`);
  t.ok(Math.max(...(one ?? []), ...(other ?? [])) <= 6, 'and nobody loses for long');
});

t.test('a turn that is not used ends by itself, and holds up nobody who writes elsewhere', async (t) => {
  const [one, other] = [await open(t), await openLogOver(t, server)];
  await appendTexts(one, 'a', 0, 'a1');
  await appendTexts(one, 'b', 0, 'b1');
  t.equal((await appendTexts(other, 'a', 0, 'late')).outcome, 'conflict');
  const turn = '{main}:log:turn:test-a';
  t.equal(await admin.exists(turn), 1);
  const [loser = ''] = await admin.hkeys(turn);
  // As if its time did not pass while the next appends are looked at.
  await admin.hset(turn, loser, `1 ${Date.now() + 60_000}`);
  const elsewhere = await one.append(appendOf(one, { a: 1, b: 1 }, [writing('b', ['b2'])]));
  t.equal(elsewhere.outcome, 'appended', 'a stream that is only looked at does not wait');
  let isDone = false;
  const waiting = appendTexts(one, 'a', 1, 'a2').finally(() => (isDone = true));
  await sleep(50);
  t.equal(isDone, false);
  await admin.hset(turn, loser, `1 ${Date.now()}`);
  t.equal((await waiting).outcome, 'appended');
});

t.test('store time is that of Redis: a decision is as old as Redis says', async (t) => {
  const log = await open(t);
  const [seconds, microseconds] = await admin.time();
  const redisMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
  t.ok(log.nowMs() >= redisMs - 1_000 && log.nowMs() <= redisMs + 1_000);
  t.ok(log.clock.isTrusted);
  t.ok(Math.abs(log.clock.skewMs) < 100, `${log.clock.skewMs} ms on one machine`);
  const result = await appendTexts(log, 'a', 0, 'one');
  t.ok(result.outcome === 'appended' && (result.recorded[0]?.[0]?.atMs ?? 0) >= Math.floor(redisMs));
});

t.test('an event is not dated before the last one when the clock of Redis went back', async (t) => {
  const log = await open(t);
  const futureMs = Date.now() + 60_000;
  await admin.xadd(
    '{main}:log:events:test-a',
    '1-0',
    'e',
    `${futureMs} 1 event person-a command-a {"text":"one"}`,
  );
  await admin.xadd('{main}:log:feed', '1-0', 'e', '1 {main}:log:events:test-a');
  t.match(await appendTexts(log, 'a', 1, 'two'), { recorded: [[{ version: 2, atMs: futureMs }]] });
  t.ok(log.nowMs() >= futureMs, 'and what was recorded is never in the future');
});

t.test('a stream of another shop is not written to', async (t) => {
  const log = await open(t);
  await t.rejects(
    log.append({ ...appendOf(log, { a: 0 }, [writing('a', ['one'])]), shopId: 'b' as typeof shopId }),
  );
});

t.test('an append waits for its replicas, and is refused as temporary while there are too few', async (t) => {
  const master = await RedisServer.start(t, ['--repl-diskless-sync-delay', '0']);
  const replica = await RedisServer.start(t, ['--replicaof', `127.0.0.1 ${master.port}`]);
  const log = await openLogOver(t, master, { waitReplicas: 1, timeoutMs: 2_000 });
  const command = writing('a', ['one']);
  // The replica may still be loading what the master has.
  let outcome = '';
  while (outcome !== 'appended' && outcome !== 'known') {
    outcome = await log.append(appendOf(log, { a: 0 }, [command])).then(
      (result) => result.outcome,
      () => 'too few',
    );
  }
  const copy = connectAsServer(t, replica.url);
  t.equal(await copy.xlen('{main}:log:events:test-a'), 1);
  const burst = Array.from({ length: 50 }, (_, index) => appendTexts(log, `b${index}`, 0, 'x'));
  t.ok((await Promise.all(burst)).every((result) => result.outcome === 'appended'));
  t.equal(await copy.xlen('{main}:log:feed'), 51);
  await replica.stop('SIGKILL');
  await t.rejects(appendTexts(log, 'a', 1, 'two'), { message: /^NOREPLICAS 0 of 1/ });
  t.equal((await log.head(streamOf('a'))).version, 2, 'it stands, and its client will find it by its id');
});
