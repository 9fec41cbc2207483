import t from 'tap';
import { randomIds } from '#application/id-source.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { appendTexts, streamOf } from '#test/contract/append-examples.ts';
import { eventLogContract } from '#test/contract/event-log-contract.ts';

t.test('the event log in memory', async (t) => {
  eventLogContract(t, async () => new MemoryEventLog({ ids: randomIds, nowMs: () => Date.now() }));
});

t.test('when the clock goes back, events do not', async (t) => {
  let nowMs = 5_000;
  const log = new MemoryEventLog({ ids: randomIds, nowMs: () => nowMs });
  await appendTexts(log, 'a', 0, 'one');
  nowMs = 4_000;
  await appendTexts(log, 'a', 1, 'two');
  t.same(
    (await log.read(streamOf('a'), 0, 2)).map(({ atMs }) => atMs),
    [5_000, 5_000],
  );
});
