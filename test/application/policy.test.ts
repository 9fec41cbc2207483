import t, { type Test } from 'tap';
import { FeedFollower } from '#application/feed-follower.ts';
import { FeedTail } from '#application/feed-tail.ts';
import { consequenceId, type Policy } from '#application/policy.ts';
import { mainShopId } from '#application/streams.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { appendTexts, textsOf } from '#test/contract/append-examples.ts';
import type { CommandId, EventId } from '#domain/ids.ts';
import { create, edit, principalOf, showIdOf, StandLog, startCore } from './core-stand.ts';

/** A follower whose process dies when the test says so: what it had in memory is gone with it. */
async function follow(t: Test, log: StandLog, policy: Policy) {
  const errors: unknown[] = [];
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error) });
  const onError = (error: unknown) => errors.push(error);
  const feed = new FeedTail(log, mainShopId);
  const follower = await FeedFollower.start({ shopId: mainShopId, log, feed, bus, policy, onError });
  t.teardown(() => follower.close());
  return { follower, errors };
}

/** Keeps what it handles; `failAt` makes it fail once, before or after the consequence. */
function recording(failAt?: { readonly text: string; readonly when: 'before' | 'after' }) {
  const handled: unknown[] = [];
  let hasFailed = false;
  const failing = (text: unknown, when: 'before' | 'after') => {
    if (hasFailed || failAt === undefined || failAt.text !== text || failAt.when !== when) return;
    hasFailed = true;
    throw new Error('crash');
  };
  const policy: Policy = {
    name: 'recording',
    startsAt: 'beginning',
    handle: async ({ recorded }) => {
      const [text] = textsOf([recorded]);
      failing(text, 'before');
      handled.push(text);
      failing(text, 'after');
    },
  };
  return { handled, policy };
}

t.test('a policy sees every event in order, and goes on from its place after a restart', async (t) => {
  const log = new StandLog();
  const { handled, policy } = recording();
  await appendTexts(log, 'a', 0, '1', '2');
  await (await follow(t, log, policy)).follower.idle();
  await appendTexts(log, 'b', 0, '3');
  await (await follow(t, log, policy)).follower.idle();
  t.same(handled, ['1', '2', '3']);
});

for (const when of ['before', 'after'] as const) {
  t.test(`a crash ${when} the consequence of an event loses nothing`, async (t) => {
    const log = new StandLog();
    const { handled, policy } = recording({ text: '2', when });
    await appendTexts(log, 'a', 0, '1', '2', '3');
    const first = await follow(t, log, policy);
    await first.follower.idle();
    t.equal(first.errors.length, 1);
    await (await follow(t, log, policy)).follower.idle();
    const atLeastOnce = [...new Set(handled)];
    t.same(atLeastOnce, ['1', '2', '3']);
  });
}

t.test('after a failure the same event comes again at the next wake', async (t) => {
  const log = new StandLog();
  const { handled, policy } = recording({ text: '1', when: 'before' });
  await appendTexts(log, 'a', 0, '1');
  const { follower } = await follow(t, log, policy);
  await follower.idle();
  t.same(handled, []);
  follower.wake();
  await follower.idle();
  t.same(handled, ['1']);
});

t.test('a policy that starts now does not see what was before it', async (t) => {
  const log = new StandLog();
  const { handled, policy } = recording();
  await appendTexts(log, 'a', 0, 'old');
  const { follower } = await follow(t, log, { ...policy, startsAt: 'now' });
  await appendTexts(log, 'a', 1, 'new');
  follower.wake();
  await follower.idle();
  t.same(handled, ['new']);
});

t.test(
  'an event that comes twice has its consequence once, because the command has the same id',
  async (t) => {
    const log = new StandLog();
    const core = await startCore(t, log);
    const commandIds: CommandId[] = [];
    const policy: Policy = {
      name: 'renames',
      startsAt: 'beginning',
      handle: async ({ recorded }) => {
        if (recorded.version !== 1) return;
        const commandId = consequenceId('renames', recorded.eventId);
        commandIds.push(commandId);
        const command = edit('one', 'renamed');
        await core.application.execute({ command, commandId, principal: principalOf('admin') });
        // The process dies after the consequence, before its place is stored.
        if (commandIds.length === 1) throw new Error('crash');
      },
    };
    await core.run(create('one'));
    await (await follow(t, log, policy)).follower.idle();
    await (await follow(t, log, policy)).follower.idle();
    t.equal(commandIds.length, 2);
    t.equal((await core.application.readShow(showIdOf('one'))).position.version, 2);
  },
);

t.test('the facade starts policies, which hear of appends at once', async (t) => {
  const { application, run } = await startCore(t, new StandLog());
  let tell = (feedPosition: number): void => void t.fail(`${feedPosition} came too early`);
  const handle: Policy['handle'] = async ({ feedPosition }) => tell(feedPosition);
  const following = await application.startPolicy({ name: 'hears', startsAt: 'now', handle });
  const heard = new Promise<number>((resolve) => (tell = resolve));
  await run(create('one'));
  t.equal(await heard, 1);
  following.close();
  following.close();
});

t.test('the id of a consequence differs by policy and event and fits every id', async (t) => {
  const [one, two] = ['event-1', 'event-2'].map((id) => id as EventId);
  if (one === undefined || two === undefined) return;
  const ids = [consequenceId('a', one), consequenceId('b', one), consequenceId('a', two)];
  t.equal(new Set(ids).size, 3);
  for (const id of ids) t.match(id, /^[A-Za-z0-9_-]{8,40}$/);
});
