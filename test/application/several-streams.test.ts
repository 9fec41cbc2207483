import t from 'tap';
import fc from 'fast-check';
import { accepted, rejected } from '#domain/decision.ts';
import type { StreamId } from '#domain/ids.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import type { CommandHandler, StreamKind, StreamRef } from '#application/command-handler.ts';
import { Executor } from '#application/execute.ts';
import { HotStreams } from '#application/hot-streams.ts';
import { randomIds } from '#application/id-source.ts';
import type { EventLog } from '#application/ports.ts';
import { mainShopId } from '#application/streams.ts';
import { commandIdOf, principalOf, StandLog } from './core-stand.ts';

interface Moved {
  readonly amount: number;
}
interface Move {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

const pool: StreamKind<number, Moved> = {
  initial: 10,
  snapshotSchemaVersion: 1,
  evolve: (amount, { event }) => amount + event.amount,
};
const poolOf = (name: string): StreamRef<number, Moved> => ({
  streamId: `{main}:pool-${name}` as StreamId,
  kind: pool,
});

/** The smallest command over two streams: moves from a pool that starts with ten into another. */
const moving: CommandHandler<Move, [number, number]> = {
  streamsOf: ({ from, to }) => [poolOf(from), poolOf(to)],
  decide: ({ from, to, amount }, [available]) =>
    amount > available
      ? rejected('conflict', { available })
      : accepted(
          { streamId: poolOf(from).streamId, event: { amount: -amount } },
          { streamId: poolOf(to).streamId, event: { amount } },
        ),
};

function executorOver(log: EventLog): Executor<Move> {
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const onSnapshotError = (error: unknown) => t.error(error);
  const streams = new HotStreams({ log, maximumStreams: 2, snapshotEvery: 5, onSnapshotError });
  return new Executor({ shopId: mainShopId, log, bus, streams, handlerOf: () => moving });
}

const names = ['a', 'b', 'c'];
const move = fc
  .record({
    from: fc.constantFrom(...names),
    to: fc.constantFrom(...names),
    amount: fc.integer({ min: 1, max: 9 }),
  })
  .filter(({ from, to }) => from !== to);

t.test(
  'commands over several streams are whole on every server: the sum stays and nothing falls under zero',
  async (t) => {
    const law = fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 30 }), async (moves) => {
        const log = new StandLog();
        const servers = [executorOver(log), executorOver(log)];
        const outcomes = await Promise.all(
          moves.map(async (command, index) =>
            servers[index % 2]?.execute(command, commandIdOf(randomIds.next()), principalOf('admin')),
          ),
        );
        const done = outcomes.filter((one) => one?.outcome === 'accepted').length;
        const feed = await log.readFeed(mainShopId, 0, 1_000);
        if (feed.length !== done * 2) throw new Error('an append was not whole');
        const amounts = await Promise.all(names.map((name) => replay(log, name)));
        return amounts.reduce((sum, amount) => sum + amount) === 30;
      }),
      { numRuns: 60, verbose: 1 },
    );
    await t.resolves(law);
  },
);

/** The pool as its events say; throws when it was ever under zero. */
async function replay(log: EventLog, name: string): Promise<number> {
  const { streamId, kind } = poolOf(name);
  let amount = kind.initial;
  for (const recorded of await log.read(streamId, 0, 1_000)) {
    amount = kind.evolve(amount, { ...recorded, event: recorded.event as Moved });
    if (amount < 0) throw new Error('a pool fell under zero');
  }
  return amount;
}
