import t from 'tap';
import { HotStreams, type HotStreamsOptions } from '#application/hot-streams.ts';
import type { StreamRef } from '#application/command-handler.ts';
import type { Conflict } from '#application/ports.ts';
import type { StreamId } from '#domain/ids.ts';
import { appendTexts, streamOf, textsOf } from '#test/contract/append-examples.ts';
import { StandLog } from './core-stand.ts';

/** The state of a test stream is the list of its texts. */
const textsIn = (streamId: StreamId, snapshotSchemaVersion = 1): StreamRef<readonly unknown[], unknown> => ({
  streamId,
  kind: {
    initial: [],
    snapshotSchemaVersion,
    evolve: (texts, { event }) => [
      ...texts,
      typeof event === 'object' && event !== null && 'text' in event ? event.text : event,
    ],
  },
});
const a = textsIn(streamOf('a'));

const streamsOver = (log: StandLog, parts: Partial<HotStreamsOptions> = {}) =>
  new HotStreams({
    log,
    maximumStreams: 10,
    snapshotEvery: 3,
    onSnapshotError: (error) => t.error(error),
    ...parts,
  });

/** Counts how many events were read from the log. */
function countReads(log: StandLog): () => number {
  let count = 0;
  const read = log.read.bind(log);
  log.read = async (...args) => {
    const page = await read(...args);
    count += page.length;
    return page;
  };
  return () => count;
}

t.test('a stream is loaded from its events and then kept up to date', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  t.equal(streams.peek(a), undefined);
  await appendTexts(log, 'a', 0, '1', '2');
  t.same((await streams.load(a)).state, ['1', '2']);
  await appendTexts(log, 'a', 2, '3');
  streams.absorb(a, await log.read(streamOf('a'), 1, 10));
  t.same(streams.peek(a)?.state, ['1', '2', '3']);
  t.same(streams.peek(a)?.position, await log.head(streamOf('a')));
});

t.test('events that leave a gap make it forget the stream rather than hold a wrong state', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  await appendTexts(log, 'a', 0, '1');
  await streams.load(a);
  await appendTexts(log, 'a', 1, '2', '3');
  streams.absorb(a, await log.read(streamOf('a'), 2, 1));
  t.equal(streams.peek(a), undefined);
  t.same((await streams.load(a)).state, ['1', '2', '3']);
});

t.test('a snapshot shortens the next load, and one of another schema is ignored', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  await streams.load(a);
  await appendTexts(log, 'a', 0, '1', '2', '3', '4');
  streams.absorb(a, await log.read(streamOf('a'), 0, 10));
  await appendTexts(log, 'a', 4, '5');
  const reads = countReads(log);
  t.same((await streamsOver(log).load(a)).state, ['1', '2', '3', '4', '5']);
  t.equal(reads(), 2);
  t.same((await streamsOver(log).load(textsIn(streamOf('a'), 2))).state, ['1', '2', '3', '4', '5']);
  t.equal(reads(), 7);
});

t.test('a stream that is written to all the time stores itself now and then', async (t) => {
  const log = new StandLog();
  const saved: number[] = [];
  log.saveSnapshot = async (_streamId, { position }) => void saved.push(position.version);
  const streams = streamsOver(log, { snapshotRestMs: 60_000 });
  const b = textsIn(streamOf('b'));
  for (const ref of [a, b]) {
    await streams.load(ref);
    const name = ref === a ? 'a' : 'b';
    for (let version = 0; version < 9; version += 1) {
      await appendTexts(log, name, version, 'more');
      streams.absorb(ref, await log.read(ref.streamId, version, 1));
    }
  }
  t.same(saved, [3, 3], 'each stream once, and not again within its rest');
});

t.test('a state whose place the log no longer holds is built anew', async (t) => {
  const [log, other] = [new StandLog(), new StandLog()];
  const streams = streamsOver(log);
  await appendTexts(log, 'a', 0, 'lost', 'lost');
  await streams.load(a);
  // The log lost its tail, and its versions count other events now.
  await appendTexts(other, 'a', 0, 'kept', 'new', 'newer');
  log.read = other.read.bind(other);
  t.same((await streams.load(a)).state, ['kept', 'new', 'newer']);
});

t.test('the stream used longest ago is the first to go', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log, { maximumStreams: 2 });
  const [b, c] = [textsIn(streamOf('b')), textsIn(streamOf('c'))];
  await streams.load(a);
  await streams.load(b);
  streams.peek(a);
  await streams.load(c);
  t.same(
    [a, b, c].map((ref) => streams.peek(ref) !== undefined),
    [true, false, true],
  );
});

t.test('a long stream is read in pages', async (t) => {
  const log = new StandLog();
  const texts = Array.from({ length: 1_200 }, (_, index) => `${index}`);
  await appendTexts(log, 'a', 0, ...texts);
  t.same((await streamsOver(log).load(a)).state, texts);
  t.same(textsOf(await log.read(streamOf('a'), 0, 2_000)), texts);
});

t.test('a trimmed stream is loaded from its snapshot, also by who was behind the trim', async (t) => {
  const log = new StandLog();
  const [streams, behind] = [streamsOver(log), streamsOver(log)];
  await appendTexts(log, 'a', 0, '1');
  await behind.load(a);
  await streams.load(a);
  await appendTexts(log, 'a', 1, '2', '3');
  streams.absorb(a, await log.read(streamOf('a'), 1, 10));
  await appendTexts(log, 'a', 3, '4');
  await log.trim(streamOf('a'), 2);
  t.same((await streamsOver(log).load(a)).state, ['1', '2', '3', '4']);
  t.same((await behind.load(a)).state, ['1', '2', '3', '4']);
  await t.rejects(streamsOver(log).load(textsIn(streamOf('a'), 2)), {
    message: /no longer holds the beginning/,
  });
});

const conflictOf = async (log: StandLog, version: number): Promise<Conflict> => {
  const result = await appendTexts(log, 'a', version, 'late');
  if (result.outcome !== 'conflict') throw new Error('there was no conflict');
  return result;
};

t.test('what a conflict brings is all it needs to go on', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  await appendTexts(log, 'a', 0, '1');
  await streams.load(a);
  await appendTexts(log, 'a', 1, '2', '3');
  const reads = countReads(log);
  t.equal(streams.catchUpWith(a, await conflictOf(log, 1)), true);
  t.same(streams.peek(a)?.state, ['1', '2', '3']);
  t.equal(reads(), 0);
});

t.test('a conflict with another history makes it forget the stream', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  await appendTexts(log, 'a', 0, '1');
  await streams.load(a);
  const other = new StandLog();
  await appendTexts(other, 'a', 0, 'another');
  await appendTexts(other, 'a', 1, '2');
  t.equal(streams.catchUpWith(a, await conflictOf(other, 1)), false);
  t.equal(streams.peek(a), undefined);
});

t.test('a conflict that brings only the first of many says so', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  await appendTexts(log, 'a', 0, '1');
  await streams.load(a);
  await appendTexts(log, 'a', 1, ...Array.from({ length: 600 }, (_, index) => `${index}`));
  t.equal(streams.catchUpWith(a, await conflictOf(log, 1)), false);
  t.equal(streams.catchUpWith(a, await conflictOf(log, 513)), true);
  t.same(streams.peek(a)?.position, await log.head(streamOf('a')));
});

t.test('the newest events are in memory for whoever follows', async (t) => {
  const log = new StandLog();
  const streams = streamsOver(log);
  await appendTexts(log, 'a', 0, '1', '2');
  await streams.load(a);
  await appendTexts(log, 'a', 2, '3');
  await streams.load(a);
  t.same(textsOf(streams.tailAfter(streamOf('a'), 0)), ['1', '2', '3']);
  t.same(textsOf(streams.tailAfter(streamOf('a'), 2)), ['3']);
  t.same(streams.tailAfter(streamOf('a'), 3), []);
  t.same(streams.tailAfter(streamOf('b'), 0), []);
  await appendTexts(log, 'a', 3, ...Array.from({ length: 1_100 }, (_, index) => `${index}`));
  await streams.load(a);
  t.same(streams.tailAfter(streamOf('a'), 3), [], 'the next one is no longer there');
  t.equal(streams.tailAfter(streamOf('a'), 79).length, 1_024);
  streams.forget(streamOf('a'));
  t.same(streams.tailAfter(streamOf('a'), 1_000), []);
});
