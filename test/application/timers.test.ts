import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import t from 'tap';
import { randomIds } from '#application/id-source.ts';
import type { EventLog } from '#application/ports.ts';
import { mainShopId, roomStreamId } from '#application/streams.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import { create, plain, showIdOf, StandLog, startCore } from './core-stand.ts';
import { announce, pin, say } from './room-examples.ts';

const streamId = roomStreamId(mainShopId, showIdOf('one'));

/** Who took pins down, by the log; waits until somebody did. */
async function unpinned(log: EventLog, least = 1): Promise<readonly string[]> {
  for (;;) {
    const events = await log.read(streamId, 0, 100);
    const found = events.filter(({ event }) => JSON.stringify(event).includes('message-unpinned'));
    if (found.length >= least) return found.map(({ actorId }) => actorId);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

t.test('a pin comes down when its time is over, once, on however many servers', async (t) => {
  const log = new StandLog();
  const [here] = [await startCore(t, log, 10), await startCore(t, log, 10)];
  await here.run(create('one'));
  await here.run(plain('go-live', 'one'));
  await here.run(announce('one', 'news', 60_000));
  await settle();
  t.same(await log.read(streamId, 2, 10), [], 'not before');
  log.clock.nowMs += 60_000;
  t.same(await unpinned(log), [systemPrincipal.personId]);
  await settle();
  t.equal((await unpinned(log)).length, 1);
  const { state } = await here.application.read(here.application.streams.room(showIdOf('one')));
  t.same(state.pins, []);
});

t.test('a pin that was set anew stays until its new time', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log, 10);
  await run(create('one'));
  await run(plain('go-live', 'one'));
  await run(say('one', 'a'));
  await run(pin('one', 'a', 10_000));
  log.clock.nowMs += 5_000;
  await run(pin('one', 'a', 10_000));
  log.clock.nowMs += 5_000;
  await settle();
  t.equal((await log.head(streamId)).version, 3);
  log.clock.nowMs += 5_000;
  await unpinned(log);
});

t.test('what fails for the moment is tried again', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log, 10);
  await run(create('one'));
  await run(plain('go-live', 'one'));
  await run(announce('one', 'news', 60_000));
  await settle();
  let refusals = 0;
  log.before = () => (refusals++ < 3 ? { outcome: 'storage-full' } : undefined);
  log.clock.nowMs += 60_000;
  t.equal((await unpinned(log)).length, 1);
  t.ok(refusals > 3);
});

t.test('a server killed with -9 before a pin is due: the next one takes it down once', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  const server = fork(join(import.meta.dirname, 'pinning-server.ts'), [path]);
  t.teardown(() => server.kill('SIGKILL'));
  const [untilMs] = await once(server, 'message');
  server.kill('SIGKILL');
  await once(server, 'exit');
  // The pin falls due while no server runs.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, Number(untilMs) - Date.now()) + 5));
  const open = () => openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => t.error(error) });
  const log = await open();
  t.teardown(() => log.close());
  t.equal((await log.head(streamId)).version, 2);
  const first = await startCore(t, log, 10);
  t.same(await unpinned(log), [systemPrincipal.personId]);
  await first.application.shutdown();
  await startCore(t, log, 10);
  await settle();
  t.equal((await unpinned(log)).length, 1);
});
