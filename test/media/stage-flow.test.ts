import t from 'tap';
import {
  cameraId,
  cleared,
  freshPeer,
  host,
  mediaStand,
  plan,
  publish,
  secondId,
  showId,
  viewer,
  watch,
} from './media-stand.ts';

t.setTimeout(120_000);
const shared = mediaStand(t);

const with_ = (peer: never, more: object): never => ({ ...(peer as object), ...more }) as never;

t.test(
  'picture and sound of the programme reach a viewer, the picture with its first key frame',
  async (t) => {
    const { stages, signal } = await cleared(await shared);
    await stages.apply(plan());
    const { sender } = await publish(stages, cameraId);
    const state = await signal(
      ({ name, data }) => name === 'stage.state' && data.stage.sources[0]?.hasLiveVideo === true,
    );
    t.match(state.data, { stage: { programmeSourceId: cameraId } });
    const { watched, receiver, connectedAtMs } = await watch(stages);
    t.same(watched.consumers.map(({ kind, sourceId }) => [kind, sourceId]).toSorted(), [
      ['audio', cameraId],
      ['video', cameraId],
    ]);
    for (const { id } of watched.consumers) await receiver.received(id, 20);
    const video = watched.consumers.find(({ kind }) => kind === 'video')?.id ?? '';
    t.ok((receiver.firstPacketAtMs(video) ?? Infinity) - connectedAtMs < 1000, 'the first picture came soon');
    t.match(stages.state(showId).sources[0], { hasLiveVideo: true, hasLiveAudio: true });
    await Promise.all([receiver.close(), sender.close()]);
  },
);

t.test('a viewer takes the next programme source on its transport before it drops the old one', async (t) => {
  const { stages, signal } = await cleared(await shared);
  await stages.apply(plan());
  const first = await publish(stages, cameraId);
  const second = await publish(stages, secondId);
  const { watched, receiver, peer } = await watch(stages);
  await stages.apply(plan({ programmeSourceId: secondId }));
  await signal(({ name, data }) => name === 'stage.state' && data.stage.programmeSourceId === secondId);
  const rtpCapabilities = await stages.rtpCapabilities();
  const ask = { transportId: watched.transport.id, sourceId: secondId, kind: 'video', rtpCapabilities };
  const { consumer } = await stages.call('stage.consume', with_(peer, ask), viewer);
  t.equal(consumer.sourceId, secondId);
  const old = watched.consumers.find(({ kind }) => kind === 'video')?.id ?? '';
  await receiver.received(old, 5);
  await stages.call('stage.close-consumer', with_(peer, { consumerId: old }), viewer);
  await stages.call('stage.close-consumer', with_(peer, { consumerId: old }), viewer);
  t.same((await stages.call('stage.resume', peer, viewer)).consumerIds.includes(consumer.id), true);
  await Promise.all([receiver.close(), first.sender.close(), second.sender.close()]);
});

t.test('a second producer of a source replaces the first, and both ends are told', async (t) => {
  const { stages, signal } = await cleared(await shared);
  await stages.apply(plan());
  const first = await publish(stages, cameraId);
  const { watched, receiver, peer } = await watch(stages);
  const again = await publish(stages, cameraId);
  await signal(
    ({ name, data }) => name === 'stage.producer-closed' && data.producerId === first.producerIds[0],
  );
  const closed = await signal(({ name }) => name === 'stage.consumer-closed');
  t.equal(closed.peerId, (peer as { peerId: string }).peerId);
  const later = await watch(stages);
  for (const { id } of later.watched.consumers) await later.receiver.received(id, 5);
  t.notSame(later.watched.consumers, watched.consumers);
  await Promise.all([receiver.close(), later.receiver.close(), first.sender.close(), again.sender.close()]);
});

t.test('what mediasoup cannot use is refused and leaves nothing behind', async (t) => {
  const { stages } = await cleared(await shared);
  await stages.apply(plan());
  const peer = freshPeer();
  await stages.call('stage.join', peer, host);
  const { transport } = await stages.call('stage.create-transport', with_(peer, { direction: 'send' }), host);
  const on = { transportId: transport.id, sourceId: cameraId, kind: 'video' };
  const nonsense = { codecs: [{ mimeType: 'video/nonsense' }], encodings: [{ ssrc: 1 }] };
  await t.rejects(stages.call('stage.produce', with_(peer, { ...on, rtpParameters: nonsense }), host), {
    code: 'media-parameters-invalid',
  });
  const fingerprints = [{ algorithm: 'sha-nonsense', value: 'not a fingerprint' }];
  const connect = with_(peer, { transportId: transport.id, dtlsParameters: { fingerprints } });
  await t.rejects(stages.call('stage.connect-transport', connect, host), {
    code: 'media-parameters-invalid',
  });
  await t.rejects(stages.call('stage.produce', with_(peer, { ...on, rtpParameters: {} }), host), {
    code: 'request-invalid',
  });
  const publishing = await publish(stages, cameraId);
  const blind = with_(freshPeer(), { rtpCapabilities: { codecs: [], headerExtensions: [] } });
  await t.rejects(stages.call('stage.watch', blind, viewer), { code: 'media-parameters-invalid' });
  const [stats] = await stages.workers.figures();
  t.match(stats?.load, { peers: 2, producers: 2, consumers: 0 });
  await publishing.sender.close();
});

t.test('a peer has limits, and belongs to one person', async (t) => {
  const { stages } = await mediaStand(t, { mediaPeerTransports: 2, mediaStagePeers: 2 });
  await stages.apply(plan());
  const peer = freshPeer();
  await stages.call('stage.join', peer, host);
  const receive = with_(peer, { direction: 'receive' });
  const made = await Promise.allSettled(
    [1, 2, 3, 4].map(() => stages.call('stage.create-transport', receive, host)),
  );
  t.equal(made.filter(({ status }) => status === 'fulfilled').length, 2);
  t.match(
    made.find(({ status }) => status === 'rejected'),
    { reason: { code: 'media-limit-reached' } },
  );
  await t.rejects(stages.call('stage.resume', peer, viewer), { code: 'peer-not-found' });
  await t.rejects(stages.call('stage.join', peer, viewer), { code: 'peer-not-found' });
  await t.rejects(stages.call('stage.resume', freshPeer(), viewer), { code: 'peer-not-found' });
  await stages.call('stage.join', freshPeer(), viewer);
  await t.rejects(stages.call('stage.join', freshPeer(), viewer), { code: 'media-limit-reached' });
  await stages.call('stage.leave', peer, host);
  await stages.call('stage.leave', peer, host);
  await stages.call('stage.join', freshPeer(), viewer);
});

t.test('a peer without a socket ends after the grace time, unless it is resumed', async (t) => {
  const { stages } = await mediaStand(t, { mediaPeerGraceMs: 300 });
  await stages.apply(plan());
  const lost = freshPeer();
  const back = freshPeer();
  for (const peer of [lost, back]) {
    await stages.call('stage.join', peer, viewer);
    stages.detach(showId, (peer as { peerId: string }).peerId);
  }
  await stages.call('stage.resume', back, viewer);
  await new Promise((resolve) => setTimeout(resolve, 700));
  await t.rejects(stages.call('stage.resume', lost, viewer), { code: 'peer-not-found' });
  await stages.call('stage.resume', back, viewer);
});

t.test('two stages are apart, and a closed one is gone with its peers', async (t) => {
  const { stages } = await cleared(await shared);
  const other = 'show-elsewhere';
  await stages.apply(plan());
  await stages.apply(plan({ showId: other }));
  const { peer, sender } = await publish(stages, cameraId);
  t.equal(stages.state(other).sources[0]?.hasLiveVideo, false);
  await t.rejects(stages.call('stage.resume', with_(peer, { showId: other }), host), {
    code: 'peer-not-found',
  });
  await stages.close(showId);
  await stages.close(showId);
  t.equal(stages.state(showId).incarnation, 0);
  const [stats] = await stages.workers.figures();
  t.match(stats?.load, { stages: 1, peers: 0, producers: 0 });
  await stages.close(other);
  await sender.close();
});
