import t from 'tap';
import type { CommandHandler, StreamKind, StreamRef } from '#application/command-handler.ts';
import { Executor } from '#application/execute.ts';
import { HotStreams } from '#application/hot-streams.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { accepted } from '#domain/decision.ts';
import type { StreamId } from '#domain/ids.ts';
import { commandIdOf, principalOf, StandLog } from './core-stand.ts';

interface Write {
  readonly text: string;
  readonly streams: readonly string[];
}

const list: StreamKind<readonly string[], string> = {
  initial: [],
  snapshotSchemaVersion: 1,
  evolve: (texts, { event }) => [...texts, event],
};
const listOf = (name: string): StreamRef<readonly string[], string> => ({
  streamId: `{main}:list-${name}` as StreamId,
  kind: list,
});

/** Commands whose briefing the test finishes by hand. */
function briefedExecutor(log: StandLog, isBriefed = true) {
  const briefings = new Map<string, { resolve(value: string): void; reject(error: Error): void }>();
  const handler: CommandHandler<Write> = {
    streamsOf: ({ streams }) => streams.map(listOf),
    decide: ({ text, streams }, _states, { briefing }) =>
      accepted(
        ...streams.map((name) => ({
          streamId: listOf(name).streamId,
          event: isBriefed ? `${text} ${String(briefing)}` : text,
        })),
      ),
    ...(isBriefed && {
      brief: ({ text }) => new Promise<string>((resolve, reject) => briefings.set(text, { resolve, reject })),
    }),
  };
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const onSnapshotError = (error: unknown) => t.error(error);
  const streams = new HotStreams({ log, maximumStreams: 9, snapshotEvery: 99, onSnapshotError });
  const executor = new Executor<Write>({ shopId: mainShopId, log, bus, streams, handlerOf: () => handler });
  const write = (text: string, who = 'ada', ...names: readonly string[]) =>
    executor.execute(
      { text, streams: names.length > 0 ? names : ['a'] },
      commandIdOf(text),
      principalOf('admin', who),
    );
  const textsIn = async (name: string) =>
    (await log.read(listOf(name).streamId, 0, 100)).map(({ event }) => event);
  return { executor, briefings, write, textsIn };
}

t.test(
  'commands of one person are decided in the order they came, whichever briefing is ready first',
  async (t) => {
    const log = new StandLog();
    const { briefings, write, textsIn } = briefedExecutor(log);
    const [first, second, other] = [write('first'), write('second'), write('other', 'bob')];
    briefings.get('second')?.resolve('2');
    briefings.get('other')?.resolve('3');
    await other;
    t.same(await textsIn('a'), ['other 3'], 'nobody waits for another person');
    briefings.get('first')?.resolve('1');
    await Promise.all([first, second]);
    t.same(await textsIn('a'), ['other 3', 'first 1', 'second 2']);
  },
);

t.test('a briefing that fails fails its command alone', async (t) => {
  const { briefings, write, textsIn } = briefedExecutor(new StandLog());
  const [first, second] = [write('first'), write('second')];
  briefings.get('second')?.resolve('2');
  briefings.get('first')?.reject(new Error('no people'));
  await t.rejects(first, { message: 'no people' });
  t.match(await second, { outcome: 'accepted' });
  t.same(await textsIn('a'), ['second 2']);
});

t.test('a shutdown waits for what is being briefed', async (t) => {
  const { executor, briefings, write } = briefedExecutor(new StandLog());
  const first = write('first');
  const drained = executor.drain();
  briefings.get('first')?.resolve('1');
  await drained;
  t.match(await first, { outcome: 'accepted' });
});

t.test('a command over several streams that conflicts is retried apart from its neighbours', async (t) => {
  const log = new StandLog();
  const { write, textsIn } = briefedExecutor(log, false);
  const other = briefedExecutor(log, false);
  await write('warm', 'ada', 'a', 'b');
  // Another server moves the second stream only, so this one's memory of it is behind.
  await other.write('elsewhere', 'eve', 'b');
  const before = log.requests.length;
  // The first opens the lane alone; what comes meanwhile is the batch.
  const outcomes = await Promise.all([
    write('0'),
    write('1'),
    write('2'),
    write('both', 'ada', 'a', 'b'),
    write('3'),
  ]);
  for (const outcome of outcomes) t.match(outcome, { outcome: 'accepted' });
  const batches = log.requests
    .slice(before)
    .map(({ commands }) => commands.map(({ commandId }) => commandId));
  const ids = (...texts: readonly string[]) => texts.map(commandIdOf);
  t.same(batches, [ids('0'), ids('1', '2', 'both', '3'), ids('1', '2'), ids('both'), ids('3')]);
  t.same(await textsIn('a'), ['warm', '0', '1', '2', 'both', '3'], 'the order stays');
});
