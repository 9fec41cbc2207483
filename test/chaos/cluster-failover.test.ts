import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'tap';
import { roomReading } from '#test/support/room-reading.ts';
import { checkAcknowledged, readersOf, soon, startCluster, writing } from './cluster-stand.ts';
import { RedisTrio } from './redis-trio.ts';

const loadMs = 1_000;

test('a failover under load loses no acknowledged message where a replica must confirm', async (t) => {
  const stand = await startCluster(t, await RedisTrio.start(t), { REDIS_WAIT_REPLICAS: '1' });
  t.match(stand.servers[0].output, '1 must have a command before it is answered');
  const readers = await readersOf(stand, 2);
  const { acknowledged, stop } = await writing(stand, 4);
  await delay(loadMs);
  const before = acknowledged.length;
  await stand.redis.failOver();
  const during = acknowledged.length;
  await soon('the next message', () => acknowledged.length > during);
  await delay(loadMs);
  await stop();
  const recorded = await stand.recorded();
  const last = recorded.at(-1)?.version ?? 0;
  await soon('the last message', () => readers.every(({ position }) => position?.version === last));
  t.comment(`${before} acknowledged before, ${acknowledged.length} in all`);
  t.ok(before > 0, 'the fault met a running load');
  checkAcknowledged(t, acknowledged, recorded);
  // What was never acknowledged may have been shown and is gone; then readers were told to start anew.
  const sent = recorded.flatMap(({ event }) => (event.type === 'message-sent' ? [event.messageId] : []));
  for (const reader of readers) {
    t.same(reader.faults, []);
    const shown = roomReading(reader).messages.map(({ messageId }) => messageId);
    t.same(
      shown.slice(-100),
      sent.slice(-100),
      `what stands on a screen is the log (${reader.snapshots} snapshots)`,
    );
  }
});
