import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { randomIds } from '#application/id-source.ts';
import type { AppendResult, EventLog, RecordedEvent } from '#application/ports.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { actorId, appendOf, commandIdOf, shopId, streamOf, writing } from '#test/contract/append-examples.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { openLogOver } from './redis-log-stand.ts';

t.setTimeout(120_000);

const streams = ['a', 'b', 'c'];

interface Command {
  readonly id: number;
  /** The streams it writes to, in order. */
  readonly writes: readonly number[];
}

type Step =
  | {
      readonly does: 'append';
      readonly server: number;
      readonly commands: readonly Command[];
      /** How far behind or ahead its knowledge of each stream is. */
      readonly off: readonly number[];
    }
  | { readonly does: 'snapshot'; readonly stream: number; readonly back: number }
  | { readonly does: 'trim'; readonly server: number; readonly stream: number; readonly through: number };

const number = (max: number) => fc.integer({ min: 0, max });
const command = fc.record({ id: number(30), writes: fc.array(number(2), { maxLength: 4 }) });
const off = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 2 }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('append' as const),
      server: number(1),
      commands: fc.uniqueArray(command, { maxLength: 4, selector: ({ id }) => id }),
      off: fc.tuple(off, off, off),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('snapshot' as const), stream: number(2), back: number(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('trim' as const),
      server: number(1),
      stream: number(2),
      through: number(12),
    }),
  },
);

/** Without what differs from log to log: event ids and times. */
const bare = ({ streamId, version, commandId, event }: RecordedEvent) => ({
  streamId,
  version,
  commandId,
  event,
});

function bareResult(result: AppendResult): unknown {
  switch (result.outcome) {
    case 'appended':
      return result.recorded.map((events) => events.map(bare));
    case 'known':
      return result.known.map(({ commandId, digest, recorded }) => ({
        commandId,
        digest,
        recorded: recorded.map(bare),
      }));
    case 'conflict':
      return result.missing.map(bare);
    default:
      return result;
  }
}

/** The same step on some log; what it answered. */
async function take(log: EventLog, step: Step): Promise<unknown> {
  const versions = await Promise.all(streams.map(async (name) => (await log.head(streamOf(name))).version));
  switch (step.does) {
    case 'append': {
      const expected = streams.map((name, index) => {
        return [name, Math.max(0, (versions[index] ?? 0) + (step.off[index] ?? 0))] as const;
      });
      const commands = step.commands.map(({ id, writes }) =>
        writing('a', [], {
          commandId: commandIdOf(`${id}`),
          events: writes.map((stream, index) => ({
            streamId: streamOf(streams[stream] ?? ''),
            event: { text: `${id} ${index}: ä\n"' \u2028` },
          })),
        }),
      );
      return bareResult(await log.append(appendOf(log, Object.fromEntries(expected), commands)));
    }
    case 'snapshot': {
      const version = (versions[step.stream] ?? 0) - step.back;
      if (version < 1) return undefined;
      const position = { version, eventId: null };
      const streamId = streamOf(streams[step.stream] ?? '');
      await log.saveSnapshot(streamId, { position, schemaVersion: 1, state: version });
      return (await log.loadSnapshot(streamId))?.position;
    }
    case 'trim':
      return log.trim(streamOf(streams[step.stream] ?? ''), step.through);
  }
}

/** What a log holds, in full. */
async function everything(log: EventLog): Promise<unknown> {
  const feed = await log.readFeed(shopId, 0, 1_000);
  const read = streams.map(async (name) => (await log.read(streamOf(name), 0, 1_000)).map(bare));
  const known = Array.from({ length: 31 }, async (_, id) => {
    const found = await log.findCommand(actorId, commandIdOf(`${id}`));
    return found?.recorded.map(bare);
  });
  return {
    feed: feed.map(({ feedPosition, recorded }) => [feedPosition, bare(recorded)]),
    head: await log.feedHead(shopId),
    streams: await Promise.all(read),
    versions: await Promise.all(streams.map(async (name) => (await log.head(streamOf(name))).version)),
    known: await Promise.all(known),
  };
}

t.test(
  'whatever is asked of two servers over one Redis, they answer and hold what one log in memory does',
  async (t) => {
    const server = await RedisServer.start(t, ['--appendfsync', 'no']);
    const admin = server.connect();
    t.teardown(() => admin.disconnect());
    const logs = [await openLogOver(t, server), await openLogOver(t, server)] as const;
    const law = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      await admin.flushall();
      const oracle = new MemoryEventLog({ ids: randomIds, nowMs: () => Date.now() });
      for (const step of steps) {
        const log = 'server' in step && step.server === 1 ? logs[1] : logs[0];
        const answers = [await take(log, step), await take(oracle, step)];
        assert.deepEqual(answers[0], answers[1]);
      }
      assert.deepEqual(await everything(logs[1]), await everything(oracle));
    });
    // fast-check prints seed and path of a failure; FC_SEED repeats it.
    const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
    await t.resolves(fc.assert(law, { numRuns: 80, seed, verbose: 1 }));
  },
);
