import t from 'tap';
import type { Position } from '#application/ports.ts';
import { trimByRetention } from '#application/retention.ts';
import { appendTexts, streamOf } from '#test/contract/append-examples.ts';
import { StandLog } from './core-stand.ts';

const retention = { events: 300, leastMs: 1_000, ageMs: 100_000 };
const stream = streamOf('a');

/** A stream of so many events, and a snapshot at its end. */
async function filled(count: number) {
  const log = new StandLog();
  await appendTexts(log, 'a', 0, ...Array.from({ length: count }, (_, index) => `${index}`));
  const position: Position = await log.head(stream);
  await log.saveSnapshot(stream, { position, schemaVersion: 1, state: [] });
  const oldest = async () => (await log.read(stream, 0, 1))[0]?.version;
  return { log, oldest, position };
}

t.test('what is beyond the count and not young goes, in steps, and the rest stays', async (t) => {
  const { log, oldest, position } = await filled(1_000);
  await trimByRetention(log, stream, 1_000, retention);
  t.equal(await oldest(), 1, 'a client may still repeat its command');
  log.clock.nowMs += 1_001;
  await trimByRetention(log, stream, 1_000, retention);
  t.equal(await oldest(), 601);
  await trimByRetention(log, stream, 1_000, retention);
  t.equal(await oldest(), 601);
  t.same(await log.head(stream), position);
});

t.test('what is too old goes however few there are, but for the event of the snapshot', async (t) => {
  const { log, oldest } = await filled(50);
  log.clock.nowMs += 100_001;
  await trimByRetention(log, stream, 50, retention);
  t.equal(await oldest(), 50);
  await t.resolves(trimByRetention(log, stream, 50, retention), 'again');
});
