import { test } from 'tap';
import type { SourceId } from '#domain/ids.ts';
import type { ShowEvent } from '#domain/show/show.ts';
import { RealtimeStand, hostId, showId, stageState } from '#test/support/realtime-stand.ts';

const channel = `show-${showId}`;
const peerId = 'peer-of-the-watch-page';
const rtpCapabilities = { codecs: [] };

const sourceAdded: ShowEvent = {
  type: 'source-added',
  sourceId: 'camera-one' as SourceId,
  label: 'Stage left',
  kind: 'camera',
  hasVideo: true,
  hasAudio: true,
  ownerId: hostId,
};

test('the public takes a rehearsal for the wait before the show, and learns nothing of its stage', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'rehearsal-started' }, sourceAdded, {
    type: 'programme-switched',
    sourceId: 'camera-one' as SourceId,
  });
  const viewer = await stand.open('viewer');
  t.match(await viewer.request('channel.subscribe', { channel }), {
    result: { snapshot: { status: 'scheduled', programmeSourceId: null, sources: [] } },
  });
  t.match(await viewer.request('stage.observe', { showId }), {
    result: { stage: { incarnation: 3, programmeSourceId: null, sources: [] } },
  });
  const host = await stand.open('host');
  t.match(await host.request('stage.observe', { showId }), { result: { stage: stageState } });
});

test('going live raises the curtain for those who observe the stage', async (t) => {
  const stand = new RealtimeStand();
  const viewer = await stand.open('viewer');
  await viewer.request('stage.observe', { showId });
  stand.append({ type: 'show-went-live' });
  await stand.clock.tick();
  t.match(viewer.signals('stage.state'), [
    { showId, stage: { programmeSourceId: 'camera-one', sources: [{ sourceId: 'camera-one' }] } },
  ]);
  stand.append({ type: 'show-ended' });
  await stand.clock.tick();
  t.match(viewer.signals('stage.state')[1], { stage: { programmeSourceId: null, sources: [] } });
});

test('a subscription that lost its right ends, and the peer leaves the stage', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' });
  const [viewer, host] = [await stand.open('viewer'), await stand.open('host')];
  for (const socket of [viewer, host]) await socket.request('channel.subscribe', { channel });
  t.match(await viewer.request('stage.watch', { showId, peerId, rtpCapabilities }), { ok: true });
  stand.append({ type: 'show-ended' }, { type: 'show-archived' });
  await stand.clock.tick();
  await stand.clock.tick();
  t.same(viewer.signals('channel.closed'), [{ channel, code: 'show-not-found' }]);
  t.same(viewer.signals('stage.peer-removed'), [{ showId, peerId, code: 'show-not-found' }]);
  t.match(stand.mediaCalls.at(-1), {
    method: 'stage.leave',
    params: { showId, peerId },
    personId: 'person-viewer',
  });
  stand.append({ type: 'show-edited', title: 'Secret', description: '' });
  await stand.clock.tick();
  t.equal(viewer.ofType('push').length, 0, 'nothing of what came with or after the end of the right');
  t.equal(host.ofType('push').length, 2);
});

test('a show nobody attends is let go after a while', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  await socket.request('channel.subscribe', { channel });
  t.equal(stand.followers, 1);
  await socket.request('channel.unsubscribe', { channel });
  // First its channel, then the show under it.
  await stand.clock.advance(20_000);
  t.equal(stand.followers, 0);
});

test('a socket that goes while a stage is opened for it leaves nothing behind', async (t) => {
  const stand = new RealtimeStand();
  const viewer = await stand.open('viewer');
  viewer.tell({ type: 'request', id: 1, method: 'stage.observe', params: { showId } });
  viewer.leave();
  await stand.clock.tick();
  t.equal(stand.followers, 1, 'it was opened all the same');
  await stand.clock.advance(60_000);
  t.equal(stand.followers, 0, 'and closed when nobody had it');
});
