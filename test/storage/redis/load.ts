import type { CommandAppend, EventLog } from '#application/ports.ts';
import { appendOf, commandIdOf, shopId, streamOf, writing } from '#test/contract/append-examples.ts';
import type { Test } from 'tap';

/** One server's writer under faults: as a client does, it sends a command again, under its id, until it is answered. */
export interface Writer {
  readonly log: EventLog;
  readonly name: string;
  /** The stream it writes to; others may write there, too. */
  readonly stream: string;
  /** Commands that were answered as accepted. */
  readonly acknowledged: string[];
  /** Appends that ended with an error. */
  readonly faults: unknown[];
}

export const writerOf = (log: EventLog, name: string, stream: string): Writer => ({
  log,
  name,
  stream,
  acknowledged: [],
  faults: [],
});

/** Writes commands of two events each until told to stop. */
export async function keepWriting(writer: Writer, signal: AbortSignal): Promise<void> {
  let version = 0;
  for (let count = 0; !signal.aborted; count++) {
    const name = `${writer.name}-${count}`;
    const command = writing(writer.stream, [name, `${name}-second`], { commandId: commandIdOf(name) });
    version = await insist(writer, command, version);
    writer.acknowledged.push(command.commandId);
  }
}

/** Until it is accepted; returns the stream's version then, or an older one. */
async function insist(writer: Writer, command: CommandAppend, startVersion: number): Promise<number> {
  let version = startVersion;
  for (;;) {
    const request = appendOf(writer.log, { [writer.stream]: version }, [command]);
    const result = await writer.log.append(request).catch((error: unknown) => {
      writer.faults.push(error);
    });
    if (result?.outcome === 'appended') return result.recorded[0]?.at(-1)?.version ?? version;
    if (result?.outcome === 'known') return version;
    if (result?.outcome === 'conflict') version = result.missing.at(-1)?.version ?? version;
  }
}

/** Nothing acknowledged is lost, halved or doubled, and neither the feed nor a stream has a gap. */
export async function assertWhole(t: Test, log: EventLog, writers: readonly Writer[]): Promise<void> {
  const feed = await log.readFeed(shopId, 0, 1_000_000);
  const counts = Map.groupBy(feed, ({ recorded }) => recorded.commandId);
  const acknowledged = writers.flatMap((writer) => writer.acknowledged);
  t.ok(acknowledged.length > 0, `${acknowledged.length} commands were acknowledged`);
  t.same(
    acknowledged.filter((name) => counts.get(name as CommandAppend['commandId'])?.length !== 2),
    [],
    'what was acknowledged is there once and whole',
  );
  t.ok(
    [...counts.values()].every((events) => events.length === 2),
    'nothing is there by half or twice',
  );
  t.ok(
    feed.every(({ feedPosition }, index) => feedPosition === index + 1),
    'the feed has no gap',
  );
  const streams = [...new Set(writers.map(({ stream }) => stream))];
  const read = await Promise.all(streams.map((stream) => log.read(streamOf(stream), 0, 1_000_000)));
  t.ok(
    read.every((events) => events.every(({ version }, index) => version === index + 1)),
    'no stream has a gap',
  );
  t.equal(read.flat().length, feed.length, 'feed and streams hold the same');
}
