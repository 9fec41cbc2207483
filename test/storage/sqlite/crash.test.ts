import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { CommandId } from '#domain/ids.ts';
import { randomIds } from '#application/id-source.ts';
import type { EventLog } from '#application/ports.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { shopId, streamOf } from '#test/contract/append-examples.ts';

/** A hundred in `npm run soak`. */
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 5);
// A round takes a second, and several on a busy machine.
t.setTimeout(120_000 + rounds * 10_000);
const streams = 6;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 100_000);
const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

/** How many acknowledgements to wait for before the kill: a different point of the commit in every round. */
const killAfter = (round: number): number => 20 + ((seed * 7919 + round * 104_729) % 400);

/** Runs the writer, kills it with -9 in the middle of its writes, and returns what it had acknowledged. */
async function writeAndKill(path: string, round: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [writer, path, `${streams}`, `${round}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > killAfter(round)) child.kill('SIGKILL');
  });
  const [, signal] = await once(child, 'close');
  if (signal !== 'SIGKILL') throw new Error('the writer ended by itself');
  // The last line may be cut; what was not said in full was not acknowledged.
  return said.split('\n').slice(0, -1);
}

/** The writer says ids that it branded itself. */
const commandIn = (line: string): CommandId => line.split(' ')[1] as CommandId;

async function everything(log: EventLog) {
  const feed = await log.readFeed(shopId, 0, 1_000_000);
  const byStream = await Promise.all(
    Array.from({ length: streams }, (_, index) => log.read(streamOf(`s${index}`), 0, 1_000_000)),
  );
  return { feed, byStream };
}

t.test(
  `killed in the middle of writes, every acknowledged append is there once (seed ${seed})`,
  async (t) => {
    const path = join(t.testdir({}), 'log.sqlite');
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round++) {
      acknowledged.push(...(await writeAndKill(path, round)));
      const log = await openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => t.error(error) });
      const { feed, byStream } = await everything(log);
      await log.close();
      const counts = Map.groupBy(feed, ({ recorded }) => recorded.commandId);
      const lost = acknowledged.filter((line) => counts.get(commandIn(line))?.length !== 2);
      t.same(lost, [], `round ${round}: nothing acknowledged is lost, halved or doubled`);
      t.ok(
        [...counts.values()].every((events) => events.length === 2),
        'no append is there by half',
      );
      t.ok(
        feed.every(({ feedPosition }, index) => feedPosition === index + 1),
        'the feed has no gap',
      );
      t.ok(
        byStream.every((events) => events.every(({ version }, index) => version === index + 1)),
        'no stream has a gap',
      );
      t.equal(byStream.flat().length, feed.length, 'feed and streams hold the same');
    }
  },
);
