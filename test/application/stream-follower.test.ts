import t from 'tap';
import { StreamFollower } from '#application/stream-follower.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { randomIds } from '#application/id-source.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { appendTexts, streamOf, textsOf } from '#test/contract/append-examples.ts';

t.test('a message without events makes a follower read what it missed, at once', async (t) => {
  const log = new MemoryEventLog({ ids: randomIds, nowMs: () => 1_000 });
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const heard: unknown[] = [];
  const { promise: hasHeard, resolve } = Promise.withResolvers<undefined>();
  const follower = await StreamFollower.start({
    streamId: streamOf('a'),
    after: { version: 0, eventId: null },
    log,
    bus,
    deliver: async (recorded) => {
      heard.push(...textsOf(recorded));
      resolve(undefined);
    },
    onError: (error) => t.error(error),
  });
  t.teardown(() => follower?.close());
  // The first look of a new follower finds nothing; nobody sweeps here.
  await new Promise((resolved) => setImmediate(resolved));
  await appendTexts(log, 'a', 0, 'one', 'two');
  bus.publish(streamOf('a'), { recorded: [] });
  await hasHeard;
  t.same(heard, ['one', 'two']);
});

t.test('what could not be delivered comes again, whole and in order', async (t) => {
  const log = new MemoryEventLog({ ids: randomIds, nowMs: () => 1_000 });
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const heard: unknown[] = [];
  const errors: unknown[] = [];
  let isAway = true;
  const { promise: hasFailed, resolve: failed } = Promise.withResolvers<undefined>();
  const { promise: hasHeard, resolve } = Promise.withResolvers<undefined>();
  const follower = await StreamFollower.start({
    streamId: streamOf('a'),
    after: { version: 0, eventId: null },
    log,
    bus,
    deliver: async (recorded, from) => {
      // As when the state of the stream must be loaded and the log does not answer.
      if (isAway) throw new Error('away');
      heard.push(...textsOf(recorded), from.version);
      if (heard.includes('two')) resolve(undefined);
    },
    onError: (error) => {
      errors.push(error);
      failed(undefined);
    },
  });
  t.teardown(() => follower?.close());
  const publish = async (version: number, text: string): Promise<void> => {
    await appendTexts(log, 'a', version, text);
    bus.publish(streamOf('a'), { recorded: await log.read(streamOf('a'), version, 1) });
  };
  await publish(0, 'one');
  await hasFailed;
  isAway = false;
  await publish(1, 'two');
  await hasHeard;
  t.same(heard, ['one', 'two', 0]);
  t.equal(errors.length, 1);
});
