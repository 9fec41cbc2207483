import { setTimeout as delay } from 'node:timers/promises';
import { test, type Test } from 'tap';
import { RedisServer } from '#test/support/redis-server.ts';
import { roomReading } from '#test/support/room-reading.ts';
import {
  checkAcknowledged,
  checkReaders,
  readersOf,
  soon,
  startCluster,
  toldTo,
  writing,
  type ClusterStand,
} from './cluster-stand.ts';
import type { Roamer } from './roamer.ts';

/** Before the fault, so that it meets a running load, and after, so that the load meets what the fault left. */
const loadMs = 1_000;

/** Load, a fault in the middle of it, load again; then nothing may be missing anywhere. */
async function survive(
  t: Test,
  fault: (stand: ClusterStand) => Promise<void>,
): Promise<{ readonly stand: ClusterStand; readonly roamers: readonly Roamer[] }> {
  const stand = await startCluster(t, await RedisServer.start(t));
  const readers = await readersOf(stand, 4);
  const { acknowledged, stop } = await writing(stand, 4);
  await delay(loadMs);
  const before = acknowledged.length;
  await fault(stand);
  const during = acknowledged.length;
  const backAfterMs = await soon('the next message', () => acknowledged.length > during);
  await delay(loadMs);
  const roamers = await stop();
  const recorded = await stand.recorded();
  const last = recorded.at(-1)?.version ?? 0;
  await soon('the last message', () => readers.every(({ position }) => position?.version === last));
  t.comment(
    `${before} acknowledged before, ${acknowledged.length} in all; the next one ${backAfterMs.toFixed(0)} ms after`,
  );
  t.ok(before > 0, 'the fault met a running load');
  checkAcknowledged(t, acknowledged, recorded);
  checkReaders(t, readers, recorded);
  return { stand, roamers };
}

const readiness = async (origin: string): Promise<number> => (await fetch(`${origin}/readyz`)).status;

test('a server killed -9 under load loses no acknowledged message; its clients go on with the other', async (t) => {
  const { roamers } = await survive(t, ({ servers: [first] }) => first.killHard());
  t.ok(
    roamers.some(({ cuts }) => cuts > 0),
    'clients of the dead one had to move',
  );
});

test('a Redis killed -9 under load and started again loses no acknowledged message', async (t) => {
  const { stand, roamers } = await survive(t, async ({ redis, servers: [first] }) => {
    await redis.stop('SIGKILL');
    await delay(1_500);
    t.equal(await readiness(first.origin), 503, 'meanwhile the servers say that they are not ready');
    await redis.startAgain();
  });
  t.same(
    roamers.map(({ cuts }) => cuts),
    roamers.map(() => 0),
    'sockets stayed',
  );
  t.ok(
    roamers.some(({ refusals }) => refusals > 0),
    'meanwhile commands were refused as temporary',
  );
  t.equal(await readiness(stand.servers[0].origin), 200);
});

test('a Redis that cuts every connection under load costs nobody a message', async (t) => {
  await survive(t, async ({ redis }) => {
    const operator = redis.connect();
    for (const type of ['normal', 'pubsub', 'normal', 'pubsub']) {
      await operator.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
      await delay(100);
    }
    operator.disconnect();
  });
});

test('a Redis that pauses for three seconds under load costs nobody a message or a socket', async (t) => {
  const { roamers } = await survive(t, async ({ redis }) => {
    const operator = redis.connect();
    await operator.call('CLIENT', 'PAUSE', '3000', 'ALL');
    operator.disconnect();
    await delay(3_000);
  });
  t.same(
    roamers.map(({ cuts }) => cuts),
    roamers.map(() => 0),
    'sockets stayed',
  );
});

test('a full Redis refuses what is new in words, keeps everything, and goes on when it has room again', async (t) => {
  const stand = await startCluster(t, await RedisServer.start(t));
  const [author, other] = [await stand.crew(0), await stand.viewer(1)];
  const reader = await other.client.read(`room-${stand.showId}`);
  const before = await author.send(stand.showId, 'before');
  const operator = stand.redis.connect();
  t.teardown(() => operator.disconnect());
  await operator.config('SET', 'maxmemory', '100kb');
  await t.rejects(author.client.send(stand.showId, 'too much'), { code: 'storage-full' });
  // What was found is kept for a second (server/start-up/readiness.ts).
  await delay(1_100);
  t.equal(await readiness(stand.servers[0].origin), 503);
  const again = await other.client.read(`room-${stand.showId}`);
  t.same(
    roomReading(again).messages.map(({ messageId }) => messageId),
    [before],
    'who reads is not concerned',
  );
  await operator.config('SET', 'maxmemory', '0');
  const after = await author.send(stand.showId, 'after');
  await reader.until((one) => toldTo(one).includes(after));
  t.same(toldTo(reader), [before, after]);
  t.equal(author.cuts + other.cuts, 0, 'sockets stayed');
});
