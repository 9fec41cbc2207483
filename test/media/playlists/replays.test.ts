import { setTimeout as delay } from 'node:timers/promises';
import { test } from 'tap';
import { Replays } from '#media/playlists/replays.ts';
import { doubleStand } from '#test/support/worker-double.ts';

const showId = 'show-00000001';

test('a replay that was not there is asked for again after two seconds, one that was after a minute', async (t) => {
  const { double, stages } = await doubleStand(t);
  const clock = { nowMs: 1_000 };
  const replays = new Replays(stages.workers, () => clock.nowMs);
  const kept: { durationS: number | null } = { durationS: null };
  double.answers['hls.find-replay'] = () => kept;
  const asked = () => double.paramsOf('hls.find-replay').length;
  t.equal(await replays.find(showId), null);
  kept.durationS = 60;
  clock.nowMs += 1_900;
  t.equal(await replays.find(showId), null);
  t.equal(asked(), 1);
  clock.nowMs += 200;
  t.equal((await replays.find(showId))?.name, 'local');
  clock.nowMs += 59_900;
  t.equal((await replays.find(showId))?.name, 'local');
  t.equal(asked(), 2);
  clock.nowMs += 200;
  kept.durationS = null;
  t.equal(await replays.find(showId), null);
  t.equal(asked(), 3);
});

test('ids that somebody makes up are asked for fifty times a second and no more', async (t) => {
  const { double, stages } = await doubleStand(t);
  const clock = { nowMs: 1_000 };
  const replays = new Replays(stages.workers, () => clock.nowMs);
  double.answers['hls.find-replay'] = () => ({ durationS: null });
  const asks = Array.from({ length: 60 }, (_, index) => replays.find(`show-made-up-${index}`));
  const outcomes = await Promise.allSettled(asks);
  t.equal(outcomes.filter(({ status }) => status === 'rejected').length, 10);
  t.equal(double.paramsOf('hls.find-replay').length, 50);
  await t.rejects(replays.find(showId), { code: 'server-overloaded' });
  t.equal(await replays.find('show-made-up-7'), null, 'what is known is told');
  clock.nowMs += 1_000;
  t.equal(await replays.find(showId), null);
});

test('a replay whose worker went is looked for elsewhere at once', async (t) => {
  const { double, stages } = await doubleStand(t);
  const replays = new Replays(stages.workers);
  double.answers['hls.find-replay'] = () => ({ durationS: 60 });
  t.equal((await replays.find(showId))?.name, 'local');
  await double.close();
  while (stages.workers.up.length > 0) await delay(1);
  t.equal(await replays.find(showId), null);
});
