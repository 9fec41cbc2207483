import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { cameraId, mediaStand, plan, publish, watch, type Watching } from './media-stand.ts';

t.setTimeout(120_000);

t.test('however many join and complain, the publisher is asked at most 4 times in any 4 s', async (t) => {
  const { stages } = await mediaStand(t);
  await stages.apply(plan());
  const { sender } = await publish(stages, cameraId);
  const viewers: Watching[] = [];
  for (let wave = 0; wave < 6; wave += 1) {
    viewers.push(...(await Promise.all([watch(stages), watch(stages)])));
    for (const { receiver, watched } of viewers) {
      const video = watched.consumers.find(({ kind }) => kind === 'video');
      if (video) await receiver.reportLoss(video.id);
    }
    await delay(400);
  }
  const waits: number[] = [];
  for (const { receiver, watched, connectedAtMs } of viewers) {
    const video = watched.consumers.find(({ kind }) => kind === 'video')?.id ?? '';
    await receiver.received(video);
    waits.push((receiver.firstPacketAtMs(video) ?? Infinity) - connectedAtMs);
  }
  await delay(3000);
  const [stats] = await stages.workers.figures();
  const { requested = 0, mostIn4s = Infinity } = stats?.keyFrames[0] ?? {};
  t.ok(mostIn4s <= 4, `asked ${mostIn4s} times in 4 s`);
  // Counting again at the publisher's end would measure how evenly packets travel on a busy machine.
  const arrived = sender.keyFramesAskedAtMs.length;
  t.ok(arrived >= 4 && arrived <= requested, `only the governor asks: ${arrived} arrived, ${requested} sent`);
  t.comment(`waits in ms: ${waits.map(Math.round).join(' ')}`);
  for (const { receiver } of viewers) await receiver.close();
  await sender.close();
});

t.test('a picture without viewers still has its 2 s tick while it is on air', async (t) => {
  const { stages } = await mediaStand(t);
  await stages.apply(plan());
  const { sender } = await publish(stages, cameraId);
  await delay(5000);
  const asked = sender.keyFramesAskedAtMs;
  t.ok(asked.length >= 2 && asked.length <= 4, `asked ${asked.length} times in 5 s`);
  await sender.close();
});
