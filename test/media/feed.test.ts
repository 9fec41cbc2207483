import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { mediaStand, plan, saysLive, showId, watch } from './media-stand.ts';

t.setTimeout(120_000);
const demoId = 'source-of-demo';

t.test('the demo stage plays by itself, and ends when its source is removed', async (t) => {
  const { stages, signal, signals } = await mediaStand(t);
  const onAir = { programmeSourceId: demoId, microphoneSourceId: demoId };
  const wanted = plan({ ...onAir, sources: [{ sourceId: demoId, kind: 'clip' }] });
  await stages.apply(wanted);
  await stages.feed(showId, demoId, { kind: 'demo' });
  await stages.feed(showId, demoId, { kind: 'demo' });
  await signal(saysLive(demoId, true), 30_000);
  const { receiver, watched } = await watch(stages);
  t.equal(watched.consumers.length, 2);
  t.match(watched.consumers.find(({ kind }) => kind === 'video')?.rtpParameters.codecs[0], {
    mimeType: 'video/H264',
  });
  for (const { id } of watched.consumers) await receiver.received(id, 50, 10_000);
  signals.length = 0;
  await stages.apply(plan({ programmeSourceId: null, microphoneSourceId: null, sources: [] }));
  await signal(({ name }) => name === 'stage.consumer-closed');
  const [stats] = await stages.workers.figures();
  t.equal(stats?.load.producers, 0);
  await delay(600);
  t.equal(stages.state(showId).sources.length, 0, 'and is not started again');
  await receiver.close();
});

t.test('a clip without sound plays, with silence beside it', async (t) => {
  const { stages, signal, config } = await mediaStand(t);
  const path = join(config.dataDir, 'mute.mp4');
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=10:d=2', '-pix_fmt', 'yuv420p', path];
  execFileSync(config.ffmpegBin === '' ? 'ffmpeg' : config.ffmpegBin, ['-v', 'error', ...picture]);
  const onAir = { programmeSourceId: demoId, microphoneSourceId: demoId };
  const wanted = plan({ ...onAir, sources: [{ sourceId: demoId, kind: 'clip' }] });
  await stages.apply(wanted);
  await stages.feed(showId, demoId, { kind: 'file', path });
  await signal(saysLive(demoId, true), 30_000);
  const { receiver, watched } = await watch(stages);
  t.same(watched.consumers.map(({ kind }) => kind).sort(), ['audio', 'video']);
  for (const { id } of watched.consumers) await receiver.received(id, 20, 15_000);
  await receiver.close();
});
