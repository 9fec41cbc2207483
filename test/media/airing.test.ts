import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import {
  cameraId,
  cleared,
  host,
  mediaStand,
  plan,
  publish,
  secondId,
  showId,
  viewer,
  watch,
  type MediaStand,
  type Watching,
} from './media-stand.ts';

t.setTimeout(120_000);
const shared = mediaStand(t);

const of = (peer: never, more: object): never => ({ ...(peer as object), ...more }) as never;

/** Two cameras on the stage, one of them on air, and a person who watches. */
async function onAir(stand: MediaStand) {
  const { stages } = await cleared(stand);
  await stages.apply(plan());
  const senders = [await publish(stages, cameraId), await publish(stages, secondId)];
  const watching = await watch(stages);
  return {
    stages,
    watching,
    close: () =>
      Promise.all([watching.receiver, ...senders.map(({ sender }) => sender)].map((it) => it.close())),
  };
}

const consumerOf = ({ watched }: Watching, kind: string): string =>
  watched.consumers.find((consumer) => consumer.kind === kind)?.id ?? '';

/** Packets of a consumer within so many milliseconds. */
async function packetsIn({ receiver }: Watching, consumerId: string, spanMs: number): Promise<number> {
  const before = receiver.packets(consumerId);
  await delay(spanMs);
  return receiver.packets(consumerId) - before;
}

t.test(
  'a pause stops picture and sound for the public at once, and the end of it brings both back',
  async (t) => {
    const { stages, watching, close } = await onAir(await shared);
    const [video, audio] = [consumerOf(watching, 'video'), consumerOf(watching, 'audio')];
    await watching.receiver.received(video, 5);
    await stages.apply(plan({ isHeld: true }));
    // What was on its way when the plan took effect.
    await packetsIn(watching, video, 200);
    t.equal(await packetsIn(watching, video, 600), 0);
    t.equal(await packetsIn(watching, audio, 100), 0);
    await stages.call('stage.set-consumer', of(watching.peer, { consumerId: audio, paused: false }), viewer);
    t.equal(await packetsIn(watching, audio, 400), 0, 'a page that insists hears nothing');
    await stages.apply(plan());
    await watching.receiver.received(video, 5);
    await watching.receiver.received(audio, 5);
    await close();
  },
);

t.test('who joins during a pause gets consumers that flow when it ends', async (t) => {
  const { stages, close } = await onAir(await shared);
  await stages.apply(plan({ isHeld: true }));
  const late = await watch(stages);
  const video = consumerOf(late, 'video');
  t.equal(await packetsIn(late, video, 600), 0);
  await stages.apply(plan());
  await late.receiver.received(video, 5);
  await late.receiver.close();
  await close();
});

t.test('what went off air ends for the public after its farewell, and for the crew goes on', async (t) => {
  const { stages, watching, close } = await onAir(await shared);
  const { signal } = await shared;
  const old = consumerOf(watching, 'video');
  await watching.receiver.received(old, 5);
  await stages.apply(plan({ programmeSourceId: secondId }));
  const ended = await signal(({ name }) => name === 'stage.consumer-closed');
  t.match(ended.data, { showId, consumerId: old });
  t.ok((await packetsIn(watching, consumerOf(watching, 'audio'), 300)) > 0, 'the microphone is on air still');
  const crew = await stages.call(
    'stage.watch',
    of(freshOf(), { rtpCapabilities: await stages.rtpCapabilities() }),
    host,
  );
  t.same(crew.consumers.map(({ sourceId }) => sourceId).toSorted(), [cameraId, secondId].toSorted());
  await close();
});

let crewPeers = 0;
const freshOf = (): never => {
  crewPeers += 1;
  return { showId, peerId: `crew-${String(crewPeers).padStart(16, '0')}` } as never;
};

t.test('a picture on air opens nobody the ear of its microphone', async (t) => {
  const { stages, watching, close } = await onAir(await shared);
  await stages.apply(plan({ programmeSourceId: secondId }));
  const rtpCapabilities = await stages.rtpCapabilities();
  const ask = {
    transportId: watching.watched.transport.id,
    sourceId: secondId,
    kind: 'audio',
    rtpCapabilities,
  };
  await t.rejects(stages.call('stage.consume', of(watching.peer, ask), viewer), { code: 'forbidden' });
  await t.resolves(stages.call('stage.consume', of(watching.peer, { ...ask, kind: 'video' }), viewer));
  await close();
});
