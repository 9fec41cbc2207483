import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { DtlsParameters, RtpParameters } from '#protocol/rtp.ts';
import { cameraId, freshPeer, host, mediaStand, plan, publish, saysLive, secondId } from './media-stand.ts';

t.setTimeout(120_000);

interface Sent {
  readonly dtlsParameters: DtlsParameters;
  readonly rtpParameters: Record<'video' | 'audio', RtpParameters>;
}

t.test('a dead uplink is told within 2 s, and the picture is back by itself', async (t) => {
  const { stages, signal, signals } = await mediaStand(t);
  await stages.apply(plan());
  const peer = freshPeer();
  const call = (more: object): never => ({ ...(peer as object), ...more }) as never;
  await stages.call('stage.join', peer, host);
  const { transport } = await stages.call('stage.create-transport', call({ direction: 'send' }), host);
  const publisher = fork(fileURLToPath(new URL('publisher-process.ts', import.meta.url)));
  t.teardown(() => publisher.kill('SIGKILL'));
  await once(publisher, 'spawn');
  publisher.send(transport);
  const [sent] = (await once(publisher, 'message')) as [Sent];
  const on = { transportId: transport.id };
  await stages.call('stage.connect-transport', call({ ...on, dtlsParameters: sent.dtlsParameters }), host);
  for (const kind of ['video', 'audio'] as const) {
    const params = { ...on, sourceId: cameraId, kind, rtpParameters: sent.rtpParameters[kind] };
    await stages.call('stage.produce', call(params), host);
  }
  await signal(saysLive(cameraId, true), 15_000);

  signals.length = 0;
  let sinceMs = performance.now();
  publisher.kill('SIGSTOP');
  await signal(saysLive(cameraId, false));
  const deadMs = performance.now() - sinceMs;
  t.ok(deadMs < 2000, `told after ${Math.round(deadMs)} ms`);

  signals.length = 0;
  sinceMs = performance.now();
  publisher.kill('SIGCONT');
  await signal(saysLive(cameraId, true));
  t.ok(performance.now() - sinceMs < 2000, `back after ${Math.round(performance.now() - sinceMs)} ms`);
});

t.test('a paused producer is not live, a resumed one is', async (t) => {
  const { stages, signal, signals } = await mediaStand(t);
  await stages.apply(plan());
  const { peer, producerIds, sender } = await publish(stages, secondId);
  await signal(saysLive(secondId, true));
  const set = (paused: boolean): never =>
    ({ ...(peer as object), producerId: producerIds[0], paused }) as never;
  signals.length = 0;
  await stages.call('stage.set-producer', set(true), host);
  await signal(saysLive(secondId, false));
  signals.length = 0;
  await stages.call('stage.set-producer', set(false), host);
  await signal(saysLive(secondId, true));
  await stages.apply(plan({ sources: [{ sourceId: cameraId, kind: 'camera' }] }));
  await signal(({ name, data }) => name === 'stage.producer-closed' && data.producerId === producerIds[0]);
  await sender.close();
});
