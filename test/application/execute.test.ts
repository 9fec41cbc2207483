import t from 'tap';
import { showStreamId, mainShopId } from '#application/streams.ts';
import { addSource, create, edit, plain, principalOf, showIdOf, StandLog, startCore } from './core-stand.ts';

const streamId = showStreamId(mainShopId, showIdOf('one'));

t.test('an accepted command is recorded, answered with its version and can be read', async (t) => {
  const log = new StandLog();
  const { run, application } = await startCore(t, log);
  t.match(await run(create('one')), { outcome: 'accepted', version: 1, recorded: [{ version: 1 }] });
  t.match(await run(addSource('one', 'front')), { outcome: 'accepted', version: 4 });
  const { state, position } = await application.readShow(showIdOf('one'));
  t.match(state, { status: 'draft', sources: [{ label: 'front' }] });
  t.same(position, await log.head(streamId));
});

t.test('a refusal of the domain and of the rights come back with their codes', async (t) => {
  const { run } = await startCore(t, new StandLog());
  await run(create('one'));
  const refused = (code: string) => ({ outcome: 'rejected', rejection: { code } });
  t.match(await run(plain('end-show', 'one')), refused('show-wrong-status'));
  t.match(await run(plain('go-live', 'none')), refused('show-not-found'));
  t.match(await run(plain('go-live', 'one'), principalOf('staff')), refused('forbidden'));
  t.match(await run(create('two'), principalOf('viewer')), refused('forbidden'));
});

t.test('a repeated command answers as the first time, also when it would be refused by now', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  await run(create('one'), principalOf('admin'), 'create');
  const first = await run(plain('go-live', 'one'), principalOf('admin'), 'live');
  await run(plain('end-show', 'one'));
  t.same(await run(plain('go-live', 'one'), principalOf('admin'), 'live'), first);
  t.match(await run(create('one'), principalOf('admin'), 'create'), { outcome: 'accepted', version: 1 });
  t.equal((await log.head(streamId)).version, 3);
});

t.test('a repeated command answers as the first time after a restart too', async (t) => {
  const log = new StandLog();
  const first = await (await startCore(t, log)).run(create('one'), principalOf('admin'), 'create');
  const { run } = await startCore(t, log);
  t.same(await run(create('one'), principalOf('admin'), 'create'), first);
});

t.test('one id for two contents is refused, whether the second would be accepted or not', async (t) => {
  const { run } = await startCore(t, new StandLog());
  await run(create('one'), principalOf('admin'), 'same');
  const reused = { outcome: 'rejected', rejection: { code: 'command-id-reused' } };
  t.match(await run(edit('one', 'other'), principalOf('admin'), 'same'), reused);
  t.match(await run(plain('end-show', 'one'), principalOf('admin'), 'same'), reused);
});

t.test('a refused command may be accepted later under the same id', async (t) => {
  const { run } = await startCore(t, new StandLog());
  await run(create('one'));
  t.match(await run(plain('end-show', 'one'), principalOf('admin'), 'end'), { outcome: 'rejected' });
  await run(plain('go-live', 'one'));
  t.match(await run(plain('end-show', 'one'), principalOf('admin'), 'end'), { outcome: 'accepted' });
});

t.test('one command sent many times at once happens once and all get the same answer', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => run(create('one'), principalOf('admin'), 'create')),
  );
  for (const outcome of outcomes) t.same(outcome, outcomes[0]);
  t.equal((await log.head(streamId)).version, 1);
});

t.test('what comes for one stream during an append is one append, decided one upon the other', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  await run(create('one'));
  const appendsBefore = log.requests.length;
  const commands = Array.from({ length: 100 }, (_, index) => edit('one', `${index}`));
  const outcomes = await Promise.all([
    ...commands.map((command) => run(command)),
    run(plain('go-live', 'one')),
    run(plain('go-live', 'one')),
  ]);
  const versions = outcomes.flatMap((one) => (one.outcome === 'accepted' ? [one.version] : []));
  t.same(
    versions,
    Array.from({ length: 101 }, (_, index) => index + 2),
  );
  t.match(outcomes.at(-1), { outcome: 'rejected', rejection: { details: { status: 'live' } } });
  t.ok(log.requests.length - appendsBefore <= 2);
});

t.test('two servers over one log lose nothing and repeat nothing', async (t) => {
  const log = new StandLog();
  const servers = [await startCore(t, log), await startCore(t, log)] as const;
  await servers[0].run(create('one'));
  const outcomes = await Promise.all(
    Array.from({ length: 60 }, (_, index) => servers[index % 2 === 0 ? 0 : 1].run(edit('one', `${index}`))),
  );
  const versions = outcomes.flatMap((one) => (one.outcome === 'accepted' ? [one.version] : []));
  t.same(
    versions.toSorted((a, b) => a - b),
    Array.from({ length: 60 }, (_, index) => index + 2),
  );
  const [a, b] = [
    await servers[0].application.readShow(showIdOf('one')),
    await servers[1].application.readShow(showIdOf('one')),
  ];
  t.same(a, b);
});

t.test('a server whose memory is behind does not refuse what is right by now', async (t) => {
  const log = new StandLog();
  const [behind, ahead] = [await startCore(t, log), await startCore(t, log)];
  await behind.run(create('one'));
  await ahead.run(plain('go-live', 'one'));
  t.match(await behind.run(plain('end-show', 'one')), { outcome: 'accepted', version: 3 });
});

t.test('a server that lost the race refuses upon what the conflict brought, at once', async (t) => {
  const log = new StandLog();
  const [behind, ahead] = [await startCore(t, log), await startCore(t, log)];
  await behind.run(create('one'));
  await ahead.run(plain('go-live', 'one'));
  const before = log.requests.length;
  t.match(await behind.run(plain('go-live', 'one')), { rejection: { code: 'show-wrong-status' } });
  t.equal(log.requests.length - before, 1);
});

t.test('those who came during an append that lost join the next one', async (t) => {
  const log = new StandLog();
  const [behind, ahead] = [await startCore(t, log), await startCore(t, log)];
  await behind.run(create('one'));
  await ahead.run(edit('one', 'other'));
  const before = log.requests.length;
  const first = behind.run(edit('one', 'first'));
  await new Promise((resolve) => setImmediate(resolve));
  const outcomes = await Promise.all([
    first,
    ...['2', '3', '4'].map((title) => behind.run(edit('one', title))),
  ]);
  t.match(outcomes, [{ version: 3 }, { version: 4 }, { version: 5 }, { version: 6 }]);
  t.equal(log.requests.length - before, 2, 'the one that lost, and one for all');
});

t.test('after ten conflicts in a row the command is given up with conflict', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  log.before = () => ({ outcome: 'conflict', missing: [], seen: [] });
  t.match(await run(create('one')), { outcome: 'rejected', rejection: { code: 'conflict' } });
  t.equal(log.requests.length, 10);
});

t.test('a decision that grew old on its way is made again with the new time', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  let isFirst = true;
  log.before = () => {
    if (isFirst) log.clock.nowMs += 1_000;
    isFirst = false;
    return undefined;
  };
  t.match(await run(create('one')), { outcome: 'accepted', recorded: [{ atMs: StandLog.startMs + 1_000 }] });
});

t.test('a full disk refuses and the next command works when there is space again', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  log.before = () => ({ outcome: 'storage-full' });
  t.match(await run(create('one')), { outcome: 'rejected', rejection: { code: 'storage-full' } });
  log.before = () => undefined;
  t.match(await run(create('one')), { outcome: 'accepted' });
});

t.test('a fault of the log fails the commands of its batch only', async (t) => {
  const log = new StandLog();
  const { run } = await startCore(t, log);
  log.before = () => {
    throw new Error('disk on fire');
  };
  await t.rejects(run(create('one')), { message: 'disk on fire' });
  log.before = () => undefined;
  t.match(await run(create('one')), { outcome: 'accepted' });
});

t.test('more commands than the queue holds are refused at once', async (t) => {
  const { run } = await startCore(t, new StandLog());
  await run(create('one'));
  const outcomes = await Promise.all(Array.from({ length: 9_000 }, () => run(plain('end-show', 'one'))));
  const codes = Map.groupBy(outcomes, (one) => (one.outcome === 'rejected' ? one.rejection.code : ''));
  t.ok((codes.get('server-overloaded')?.length ?? 0) > 0);
  t.ok((codes.get('show-wrong-status')?.length ?? 0) >= 8_000);
});

t.test('a shutdown finishes what is under way and refuses what comes after', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  const under = run(create('one'));
  const down = application.shutdown();
  t.match(await run(create('two')), { outcome: 'rejected', rejection: { code: 'server-draining' } });
  await down;
  t.match(await under, { outcome: 'accepted' });
  await t.resolves(application.shutdown());
});
