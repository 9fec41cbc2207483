import fc from 'fast-check';
import { test } from 'tap';
import { auctionReading } from '#test/support/commerce-reading.ts';
import { AuctionScene, evening, eveningWithLosses, type Step } from './auction-scenario.ts';

const runs = Number(process.env['LAW_RUNS'] ?? 60);

const converges = (steps: fc.Arbitrary<readonly Step[]>) =>
  fc.asyncProperty(steps, async (played) => {
    const scene = new AuctionScene();
    await scene.play(played);
    await scene.gather();
    for (const one of scene.readers) {
      const have = JSON.stringify(auctionReading(one.reader), null, 1);
      const want = JSON.stringify(await scene.fresh(one), null, 1);
      if (have !== want) throw new Error(`${one.name} has\n${have}\ninstead of\n${want}`);
      if (one.reader.faults.length > 0) throw new Error(one.reader.faults.join());
    }
    if (scene.leaks.length > 0) throw new Error(scene.leaks.join('\n'));
  });

test(
  'whatever happens, every bidder, viewer and host ends with exactly what is presented, and is never sent what is secret',
  { timeout: 300_000 },
  async () => {
    await fc.assert(converges(evening), { numRuns: runs });
  },
);

test('the same over a log that loses its tail now and then', { timeout: 300_000 }, async () => {
  await fc.assert(converges(eveningWithLosses), { numRuns: runs });
});
