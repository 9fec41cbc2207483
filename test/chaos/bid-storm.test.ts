import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { test } from 'tap';
import { randomIds } from '#application/id-source.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { BidStorm } from './bid-storm.ts';
import { checkStorm } from './bid-storm-checks.ts';
import { openLogOf } from './cluster-log.ts';

/** A hundred of each in `npm run soak` (test/soak/bid-storm.ts). */
const rounds = Number(process.env['STORM_ROUNDS'] ?? 2);
/** Beside both tests, which have their own. */
t.setTimeout(200_000 + rounds * 40_000);
const seed = Number(process.env['STORM_SEED'] ?? 20_261_123);
const bidders = 6;
const stock = 500;
const afterMs = 250;

/** Repeatable moments (mulberry32, a generator of 32 bits). */
function moments(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('a server killed -9 in a bid storm loses no acknowledged bid and sells nothing twice', async (t) => {
  t.setTimeout(60_000 + rounds * 20_000);
  t.comment(`seed ${seed}`);
  const random = moments(seed);
  const server = await ServerProcess.start();
  t.teardown(() => server.close());
  const { origin, adminLink, dataDir } = server;
  const storm = await BidStorm.gather({ origins: [origin], adminLink, bidders, stock });
  for (let round = 0; round < rounds; round += 1) {
    const lot = await storm.lot();
    await delay(100 + random() * 500);
    await server.killHard();
    await server.startAgain();
    await delay(afterMs);
    await lot.stop();
  }
  storm.close();
  await server.stop();
  const path = join(dataDir, 'events.db');
  const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => t.error(error) });
  t.teardown(() => log.close());
  await checkStorm(t, storm, log, stock);
});

test('with two servers on Redis, one of them killed -9 in each lot, the same holds', async (t) => {
  t.setTimeout(90_000 + rounds * 20_000);
  t.comment(`seed ${seed}`);
  const random = moments(seed + 1);
  const redis = await RedisServer.start(t);
  const environment = { REDIS_URL: redis.url };
  const first = await ServerProcess.start({ environment });
  t.teardown(() => first.close());
  const second = await ServerProcess.start({ environment, dataDir: first.dataDir });
  t.teardown(() => second.close());
  const { adminLink } = first;
  const origins = [first.origin, second.origin];
  const storm = await BidStorm.gather({ origins, adminLink, bidders, stock });
  for (let round = 0; round < rounds; round += 1) {
    const victim = random() < 0.5 ? first : second;
    const lot = await storm.lot();
    await delay(100 + random() * 500);
    await victim.killHard();
    await delay(afterMs);
    await victim.startAgain();
    await lot.stop();
  }
  storm.close();
  const log = await openLogOf(redis);
  t.teardown(() => log.close());
  await checkStorm(t, storm, log, stock);
});
