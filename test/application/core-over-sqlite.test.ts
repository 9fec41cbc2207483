import { join } from 'node:path';
import t from 'tap';
import { randomIds } from '#application/id-source.ts';
import { evolveShow, initialShowState, type ShowEvent, type ShowState } from '#domain/show/show.ts';
import { mainShopId, showStreamId } from '#application/streams.ts';
import { openSqliteEventLog } from '#storage/sqlite/sqlite-event-log.ts';
import {
  addSource,
  create,
  edit,
  plain,
  principalOf,
  showIdOf,
  sourceIdOf,
  startCore,
} from './core-stand.ts';

t.test('many people at once over SQLite, a restart, and everything stands as it was answered', async (t) => {
  const path = join(t.testdir({}), 'log.sqlite');
  const open = () => openSqliteEventLog({ path, ids: randomIds, onFailure: (error) => t.error(error) });
  const log = await open();
  const core = await startCore(t, log);
  const names = ['one', 'two', 'three'];
  await Promise.all(names.map((name) => core.run(create(name))));
  const outcomes = await Promise.all(
    Array.from({ length: 600 }, (_, index) => {
      const name = names[index % 3] ?? 'one';
      const source = sourceIdOf(`${index % 20}`);
      if (index % 5 === 0) return core.run(addSource(name, `${index % 20}`));
      if (index % 5 === 1) {
        return core.run({ type: 'remove-source', showId: showIdOf(name), sourceId: source });
      }
      return core.run(index === 300 ? plain('go-live', name) : edit(name, `${index}`));
    }),
  );
  const accepted = outcomes.filter(({ outcome }) => outcome === 'accepted').length;
  t.ok(accepted > 300, `${accepted} of 600 accepted`);
  const before = await Promise.all(names.map((name) => core.application.readShow(showIdOf(name))));
  const list = await core.application.listShows(principalOf('admin'));
  await core.application.shutdown();
  await log.close();

  const again = await open();
  t.teardown(() => again.close());
  const { application } = await startCore(t, again);
  t.same(await Promise.all(names.map((name) => application.readShow(showIdOf(name)))), before);
  t.same(await application.listShows(principalOf('admin')), list);
  for (const [index, name] of names.entries()) {
    const events = await again.read(showStreamId(mainShopId, showIdOf(name)), 0, 10_000);
    const replayed = events.reduce<ShowState>(
      // A show's stream holds show events only.
      (state, recorded) => evolveShow(state, { ...recorded, event: recorded.event as ShowEvent }),
      initialShowState,
    );
    t.same(replayed, before[index]?.state, 'replay equals live');
  }
});
