import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { randomIds } from '#application/id-source.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { appendOf, appendTexts, shopId, streamOf, textsOf, writing } from '#test/contract/append-examples.ts';
import { eventLogContract } from '#test/contract/event-log-contract.ts';

// Each part starts threads or processes of its own, which takes its time on a busy machine.
t.setTimeout(240_000);

const onFailure = (error: Error): never => {
  throw error;
};

async function open(t: Test, path = join(t.testdir({}), 'log.sqlite'), maximumSizeBytes = 0) {
  const log = await openSqliteEventLog({ path, ids: randomIds, onFailure, maximumSizeBytes });
  t.teardown(() => log.close());
  return log;
}

t.test('the event log in SQLite', async (t) => {
  eventLogContract(t, (t) => open(t));
});

t.test(
  'everything is there after a restart, and an unfinished call ends before the close does',
  async (t) => {
    const path = join(t.testdir({}), 'log.sqlite');
    const log = await open(t, path);
    await appendTexts(log, 'a', 0, 'one', 'two');
    const last = appendTexts(log, 'a', 2, 'three');
    await log.close();
    t.equal((await last).outcome, 'appended');
    await t.rejects(appendTexts(log, 'a', 3, 'four'), { message: 'the event log is closed' });
    const again = await open(t, path);
    t.same(textsOf(await again.read(streamOf('a'), 0, 10)), ['one', 'two', 'three']);
    t.equal((await again.readFeed(shopId, 0, 10)).length, 3);
    t.equal((await appendTexts(again, 'a', 3, 'four')).outcome, 'appended');
  },
);

t.test('an event is not dated before the last one when the clock went back between two starts', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  const log = await open(t, path);
  await appendTexts(log, 'a', 0, 'one');
  await log.close();
  const futureMs = Date.now() + 60_000;
  const database = new DatabaseSync(path);
  database.prepare('UPDATE events SET at_ms = ?').run(futureMs);
  database.close();
  const again = await open(t, path);
  await appendTexts(again, 'a', 1, 'two');
  t.match(await again.read(streamOf('a'), 1, 1), [{ atMs: futureMs }]);
});

t.test('a full disk refuses an append whole, and reading goes on', async (t) => {
  const log = await open(t, undefined, 120_000);
  const text = 'x'.repeat(2_000);
  let version = 0;
  for (;;) {
    const events = ['a', 'b'].map((name) => ({ streamId: streamOf(name), event: { text } }));
    const request = appendOf(log, { a: version, b: version }, [writing('a', [], { events })]);
    const result = await log.append(request);
    if (result.outcome === 'storage-full') break;
    t.equal(result.outcome, 'appended');
    version += 1;
  }
  t.ok(version > 3);
  t.equal((await log.head(streamOf('a'))).version, version);
  t.equal((await log.head(streamOf('b'))).version, version);
  t.equal((await log.readFeed(shopId, 0, 1_000)).length, 2 * version);
});

t.test('a second process over the same file is refused plainly', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  await open(t, path);
  const writer = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = await once(child, 'close');
  t.not(code, 0);
  t.match(said, /in use by another process/);
});

t.test('a database of a later program is refused plainly', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  await t.rejects(open(t, path), { message: /schema 99 of the database is newer than this program/ });
});

t.test('a database of an earlier program keeps its commands', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  const log = await open(t, path);
  const command = writing('a', ['one']);
  await log.append(appendOf(log, { a: 0 }, [command]));
  await log.close();
  const database = new DatabaseSync(path);
  // Back to the schema before the key began with the command's id.
  database.exec(`
    CREATE TABLE before (
      actor_id TEXT NOT NULL, command_id TEXT NOT NULL, digest TEXT NOT NULL, shop_id TEXT NOT NULL,
      after_feed_position INTEGER NOT NULL, event_count INTEGER NOT NULL, PRIMARY KEY (actor_id, command_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO before
      SELECT actor_id, command_id, digest, shop_id, after_feed_position, event_count FROM commands;
    DROP TABLE commands;
    ALTER TABLE before RENAME TO commands;
    CREATE INDEX commands_without_events ON commands (shop_id, after_feed_position) WHERE event_count = 0;
    PRAGMA user_version = 2;
  `);
  database.close();
  const again = await open(t, path);
  const known = await again.findCommand(command.actorId, command.commandId);
  t.match(known, { digest: 'digest', recorded: [{ version: 1, event: { text: 'one' } }] });
  t.equal((await again.append(appendOf(again, { a: 1 }, [command]))).outcome, 'known');
});
