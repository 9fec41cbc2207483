import t from 'tap';
import type { ShowListChange } from '#application/application.ts';
import { FeedTail } from '#application/feed-tail.ts';
import { ShowList } from '#application/show-list.ts';
import { mainShopId } from '#application/streams.ts';
import {
  create,
  edit,
  plain,
  principalOf,
  showIdOf,
  StandLog,
  startCore,
  type CoreStand,
} from './core-stand.ts';
import { say } from './room-examples.ts';

const admin = principalOf('admin');
const namesIn = (list: readonly { title: string }[]) => list.map(({ title }) => title);

async function fill({ run }: CoreStand): Promise<void> {
  for (const name of ['draft', 'announced', 'rehearsed', 'live', 'gone']) await run(create(name));
  const startsAtMs = StandLog.startMs + 1_000;
  for (const name of ['announced', 'rehearsed']) {
    await run({ type: 'schedule-show', showId: showIdOf(name), startsAtMs });
  }
  await run(plain('start-rehearsal', 'rehearsed'));
  await run(plain('go-live', 'live'));
  await run(plain('archive-show', 'gone'));
}

const sourceOf = (log: StandLog) => ({ log, shopId: mainShopId, feed: new FeedTail(log, mainShopId) });

t.test(
  'the lobby has what was appended before it was asked, newest first, without the archive',
  async (t) => {
    const core = await startCore(t, new StandLog());
    await fill(core);
    t.same(namesIn(await core.application.listShows(admin)), ['live', 'rehearsed', 'announced', 'draft']);
    await core.run(edit('live', 'renamed'));
    const [first] = await core.application.listShows(admin);
    t.match(first, { title: 'renamed', status: 'live', liveSinceMs: StandLog.startMs, startsAtMs: null });
  },
);

t.test('the public sees announced shows, and a rehearsal of one as scheduled', async (t) => {
  const core = await startCore(t, new StandLog());
  await fill(core);
  const list = await core.application.listShows(principalOf('viewer'));
  t.same(
    list.map(({ title, status }) => [title, status]),
    [
      ['live', 'live'],
      ['rehearsed', 'scheduled'],
      ['announced', 'scheduled'],
    ],
  );
});

t.test('a session for one show sees that one only', async (t) => {
  const core = await startCore(t, new StandLog());
  await fill(core);
  const principal = principalOf('staff', 'staff', showIdOf('draft'));
  t.same(namesIn(await core.application.listShows(principal)), ['draft']);
});

t.test('after a restart the stored list goes on from its place in the feed', async (t) => {
  const log = new StandLog();
  const first = await startCore(t, log);
  await fill(first);
  await first.application.shutdown();
  const positions: number[] = [];
  const readFeed = log.readFeed.bind(log);
  log.readFeed = (shopId, after, limit) => {
    positions.push(after);
    return readFeed(shopId, after, limit);
  };
  const list = await ShowList.open(sourceOf(log));
  const head = await log.feedHead(mainShopId);
  t.same(namesIn(list.list(admin)), ['live', 'rehearsed', 'announced', 'draft']);
  // The one reading begins with the entry that the list stands at, to see that it is the same history.
  t.same(positions, [head - 1]);
});

t.test('a stored list of another history is put aside and built anew', async (t) => {
  const log = new StandLog();
  const first = await startCore(t, log);
  await fill(first);
  await first.application.shutdown();
  const other = new StandLog();
  const second = await startCore(t, other);
  await fill(second);
  await second.run(plain('end-show', 'live'));
  const loadSnapshot = log.loadSnapshot.bind(log);
  other.loadSnapshot = loadSnapshot;
  const list = await ShowList.open(sourceOf(other));
  t.match(list.list(admin)[0], { title: 'live', status: 'ended' });
});

t.test('many who ask at once share the reading of the feed', async (t) => {
  const log = new StandLog();
  const { application } = await startCore(t, log);
  let readings = 0;
  const readFeed = log.readFeed.bind(log);
  log.readFeed = (...args) => {
    readings += 1;
    return readFeed(...args);
  };
  await Promise.all(Array.from({ length: 50 }, () => application.listShows(admin)));
  t.ok(readings <= 2);
});

/** Collects what a follower of the list is told. */
function hearing() {
  const told: ShowListChange[] = [];
  let wake = (): void => undefined;
  return {
    listener: (change: ShowListChange) => {
      told.push(change);
      wake();
    },
    async until(count: number) {
      while (told.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return told;
    },
  };
}

t.test(
  'a follower of the list hears what it missed and what comes, each place joined to the last',
  async (t) => {
    const { run, application } = await startCore(t, new StandLog(), 10);
    await run(create('one'));
    const { position } = await application.readShowList();
    await run(create('two'));
    await run(plain('archive-show', 'one'));
    const heard = hearing();
    t.ok(await application.followShowList(position, heard.listener));
    const [missed] = await heard.until(1);
    t.match(missed?.shows, [
      { title: 'two', status: 'draft' },
      { title: 'one', status: 'archived' },
    ]);
    t.equal(missed?.from, position.version);
    await run(say('two', 'hi'));
    await run(edit('two', 'renamed'));
    const [, next] = await heard.until(2);
    t.match(next, { from: missed?.position.version, shows: { 0: { title: 'renamed' }, length: 1 } });
    t.same(next?.position, (await application.readShowList()).position);
  },
);

t.test('a place that the feed never had is not followed', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  await run(create('one'));
  const { position } = await application.readShowList();
  const elsewhere = { ...position, eventId: 'of-another-feed' as typeof position.eventId };
  const ahead = { ...position, version: position.version + 1 };
  for (const place of [elsewhere, ahead]) {
    t.equal(await application.followShowList(place, () => undefined), undefined);
  }
});

t.test('a room whose events were trimmed from the feed does not make the list start anew', async (t) => {
  const log = new StandLog();
  const { run, application } = await startCore(t, log);
  await run(create('one'));
  const { position } = await application.readShowList();
  await run(say('one', 'hi'));
  await application.listShows(admin);
  // The list stands at the first message, and that goes.
  await run(say('one', 'ho'));
  const room = application.streams.room(showIdOf('one'));
  const { state, position: covered } = await application.read(room);
  await log.saveSnapshot(room.streamId, { position: covered, schemaVersion: 1, state });
  await log.trim(room.streamId, covered.version - 1);
  await run(edit('one', 'renamed'));
  t.same(namesIn(await application.listShows(admin)), ['renamed']);
  t.ok(await application.followShowList(position, () => undefined), 'the place before is still known');
});
