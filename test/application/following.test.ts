import t, { type Test } from 'tap';
import type { StreamChange } from '#application/application.ts';
import type { ShowEvent, ShowState } from '#domain/show/show.ts';
import type { RecordedEvent } from '#application/ports.ts';
import { StreamFollower } from '#application/stream-follower.ts';
import { showStream } from '#application/show-commands.ts';
import { mainShopId, showStreamId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { appendTexts, streamOf, textsOf } from '#test/contract/append-examples.ts';
import { create, edit, plain, showIdOf, StandLog, startCore } from './core-stand.ts';

const showId = showIdOf('one');
const show = showStream(mainShopId, showId);
type ShowChange = StreamChange<ShowState, ShowEvent>;
const atMost = (events: number, sizeBytes = 10_000) => ({ events, sizeBytes });
const start = { version: 0, eventId: null };

/** Collects what a listener hears; `until` resolves once it has heard so many events. */
function hearing() {
  const changes: ShowChange[] = [];
  let wake = (): void => undefined;
  const versions = () => changes.flatMap(({ recorded }) => recorded.map(({ version }) => version));
  return {
    changes,
    versions,
    listener: (change: ShowChange) => {
      changes.push(change);
      wake();
    },
    async until(count: number) {
      while (versions().length < count) await new Promise<void>((resolve) => (wake = resolve));
      return versions();
    },
  };
}

const counting = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

t.test('a follower hears the past and the present in one order, with the show as it is', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  await run(create('one'));
  const heard = hearing();
  t.ok(await application.follow(show, start, heard.listener));
  await run(plain('go-live', 'one'));
  await run(edit('one', 'new'));
  t.same(await heard.until(3), [1, 2, 3]);
  t.match(heard.changes.at(-1), { state: { status: 'live', title: 'new' }, position: { version: 3 } });
  for (const [index, change] of heard.changes.entries()) {
    t.equal(change.from, heard.changes[index - 1]?.position.version ?? 0);
  }
});

t.test('events of other servers arrive in order although their bus is another', async (t) => {
  const log = new StandLog();
  const [here, there] = [await startCore(t, log, 10), await startCore(t, log)];
  await here.run(create('one'));
  const heard = hearing();
  await here.application.follow(show, start, heard.listener);
  for (let count = 0; count < 5; count++) {
    await there.run(edit('one', `there ${count}`));
    await here.run(edit('one', `here ${count}`));
  }
  // The last one comes from there: only the sweep can find it.
  await there.run(edit('one', 'last'));
  t.same(await heard.until(12), counting(12));
});

t.test('a follower of a place that the log does not hold is told so', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  await run(create('one'));
  const { position } = await application.readShow(showId);
  const elsewhere = { ...position, eventId: 'of-a-log-that-lost-its-tail' as typeof position.eventId };
  t.equal(await application.follow(show, elsewhere, () => undefined), undefined);
  t.equal(await application.eventsSince(show, elsewhere, atMost(10)), undefined);
  t.ok(await application.follow(show, position, () => undefined));
});

t.test('a recovery gives the events since a place, or nothing when there are too many', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  await run(create('one'));
  const { position } = await application.readShow(showId);
  await run(edit('one', 'a'));
  await run(edit('one', 'b'));
  t.match(await application.eventsSince(show, position, atMost(2)), [{ version: 2 }, { version: 3 }]);
  t.equal(await application.eventsSince(show, position, atMost(1)), undefined);
  t.same(await application.eventsSince(show, (await application.readShow(showId)).position, atMost(1)), []);
});

t.test('a recovery is not made when its events are larger than allowed', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  await run(create('one'));
  const { position } = await application.readShow(showId);
  await run(edit('one', 'é'.repeat(100)));
  // Two bytes of UTF-8 each, beside some sixty of the event's own fields.
  t.equal(await application.eventsSince(show, position, atMost(10, 230)), undefined);
  t.match(await application.eventsSince(show, position, atMost(10, 300)), [{ version: 2 }]);
});

t.test('a closed follower hears nothing more', async (t) => {
  const { run, application } = await startCore(t, new StandLog());
  const heard = hearing();
  const following = await application.follow(show, start, heard.listener);
  await run(create('one'));
  await heard.until(1);
  following?.close();
  following?.close();
  await run(edit('one', 'unheard'));
  await new Promise((resolve) => setImmediate(resolve));
  t.same(heard.versions(), [1]);
});

t.test('a listener that throws is reported and hears the next change', async (t) => {
  const { run, application, errors } = await startCore(t, new StandLog());
  const heard = hearing();
  let isFirst = true;
  await application.follow(show, start, (change) => {
    heard.listener(change);
    if (isFirst) {
      isFirst = false;
      throw new Error('listener');
    }
  });
  await run(create('one'));
  await heard.until(1);
  await run(edit('one', 'new'));
  t.same(await heard.until(2), [1, 2]);
  t.match(errors, [{ error: { message: 'listener' }, where: showStreamId(mainShopId, showId) }]);
});

/** A follower whose bus the test plays by hand. */
async function followByHand(t: Test, log: StandLog) {
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const heard: unknown[] = [];
  let wake = (): void => undefined;
  const follower = await StreamFollower.start({
    streamId: streamOf('a'),
    after: start,
    log,
    bus,
    deliver: async (recorded) => {
      heard.push(...textsOf(recorded));
      wake();
    },
    onError: (error) => t.error(error),
  });
  t.teardown(() => follower?.close());
  return {
    say: (...recorded: readonly (RecordedEvent | undefined)[]) =>
      bus.publish(streamOf('a'), { recorded: recorded.flatMap((event) => event ?? []) }),
    async until(count: number) {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return heard;
    },
  };
}

t.test('messages lost, repeated and out of order are mended from the log', async (t) => {
  const log = new StandLog();
  const { say, until } = await followByHand(t, log);
  await appendTexts(log, 'a', 0, '1', '2', '3', '4', '5', '6');
  const [one, two, three, four, five, six] = await log.read(streamOf('a'), 0, 10);
  say(one);
  say(four);
  say(two, three);
  say(one, two);
  say(six);
  say(five);
  t.same(await until(6), ['1', '2', '3', '4', '5', '6']);
});

t.test('more events than one page are read to the end', async (t) => {
  const log = new StandLog();
  const texts = Array.from({ length: 700 }, (_, index) => `${index}`);
  await appendTexts(log, 'a', 0, ...texts);
  const { until } = await followByHand(t, log);
  t.same(await until(700), texts);
});

t.test('what was recorded although its append failed is heard once its client asks again', async (t) => {
  const log = new StandLog();
  const { run, application } = await startCore(t, log);
  await run(create('one'));
  const heard = hearing();
  await application.follow(show, start, heard.listener);
  const append = log.append.bind(log);
  log.append = async (request) => {
    await append(request);
    throw new Error('the answer was lost');
  };
  await t.rejects(run(plain('go-live', 'one'), undefined, 'live'), { message: 'the answer was lost' });
  log.append = append;
  t.match(await run(plain('go-live', 'one'), undefined, 'live'), { outcome: 'accepted', version: 2 });
  t.same(await heard.until(2), [1, 2]);
});
