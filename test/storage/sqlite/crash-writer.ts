import { randomIds } from '#application/id-source.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { appendOf, commandIdOf, streamOf, writing } from '#test/contract/append-examples.ts';

/**
 * A child process that writes until it is killed: several streams at once, and a shared stream with each third
 * append. Says one line on standard output for every append that was acknowledged: `stream command`.
 */
const [path = '', streams = '4', round = '0'] = process.argv.slice(2);
const onFailure = (error: Error): never => {
  throw error;
};
const log = await openSqliteEventLog({ path, ids: randomIds, onFailure });

async function write(stream: string): Promise<never> {
  let version = (await log.head(streamOf(stream))).version;
  for (let count = 0; ; count++) {
    const name = `${stream}-${round}-${count}`;
    const commandId = commandIdOf(name);
    const command = writing(stream, [name, `${name}-second`], { commandId });
    const result = await log.append(appendOf(log, { [stream]: version }, [command]));
    if (result.outcome !== 'appended') throw new Error(result.outcome);
    version += 2;
    process.stdout.write(`${stream} ${commandId}\n`);
  }
}

await Promise.all(Array.from({ length: Number(streams) }, (_, index) => write(`s${index}`)));
