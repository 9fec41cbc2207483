import { test } from 'tap';
import { Refusal } from '#protocol/errors.ts';
import { RealtimeStand, showId, stageState } from '#test/support/realtime-stand.ts';

const peerId = 'peer-of-the-watch-page';
const watch = { showId, peerId, rtpCapabilities: { codecs: [] } };
const consumer = { showId, peerId, consumerId: 'consumer-0001', paused: true };

async function liveStand() {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' });
  return stand;
}

test('a watch is one call to media in the name of the person, and its stage is the public one', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer', 'vera');
  const reply = await socket.request('stage.watch', watch);
  t.match(reply, { ok: true, result: { stage: { sources: [{ sourceId: 'camera-one' }] } } });
  t.match(stand.mediaCalls, [{ method: 'stage.watch', params: watch, personId: 'person-vera' }]);
});

test('a peer that this socket did not join is out of reach', async (t) => {
  const stand = await liveStand();
  const [vera, mallory] = [await stand.open('viewer', 'vera'), await stand.open('viewer', 'mallory')];
  await vera.request('stage.watch', watch);
  const refused = { ok: false, error: { code: 'stage-not-joined' } };
  t.match(await mallory.request('stage.set-consumer', consumer), refused);
  t.match(await mallory.request('stage.leave', { showId, peerId }), refused);
  t.match(await mallory.request('stage.resume', { showId, peerId }), {
    ok: false,
    error: { code: 'forbidden' },
  });
  t.equal(stand.mediaCalls.length, 1, 'media was never asked');
  t.match(await vera.request('stage.set-consumer', consumer), { ok: true });
});

test('what a role may not do never reaches media', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer');
  const refused = { ok: false, error: { code: 'forbidden' } };
  t.match(await socket.request('stage.join', { showId, peerId }), refused);
  t.same(stand.mediaCalls, []);
  await socket.request('stage.watch', watch);
  t.match(await socket.request('stage.create-transport', { showId, peerId, direction: 'send' }), refused);
  t.equal(stand.mediaCalls.length, 1);
});

test('a signal for a peer goes to its socket alone, one for the stage to all who follow it', async (t) => {
  const stand = await liveStand();
  const [vera, bob, idle] = [
    await stand.open('viewer', 'v'),
    await stand.open('viewer', 'b'),
    await stand.open('viewer', 'i'),
  ];
  await vera.request('stage.watch', watch);
  await bob.request('stage.observe', { showId });
  const closed = { showId, peerId, consumerId: 'consumer-0001' };
  stand.signal({ showId, peerId, name: 'stage.consumer-closed', data: closed });
  stand.signal({ showId, name: 'stage.state', data: { showId, stage: stageState } });
  await stand.clock.tick();
  t.same(vera.signals('stage.consumer-closed'), [closed]);
  t.same(bob.signals('stage.consumer-closed'), []);
  t.same(
    [vera, bob, idle].map((socket) => socket.signals('stage.state').length),
    [1, 1, 0],
  );
});

test('a signal that overtakes the answer of a watch still finds its socket', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer');
  const layers = { showId, peerId, consumerId: 'consumer-0001', spatialLayer: 0 };
  stand.media = async () => {
    stand.signal({ showId, peerId, name: 'stage.consumer-layers', data: layers });
    return { stage: stageState };
  };
  await socket.request('stage.watch', watch);
  t.same(socket.signals('stage.consumer-layers'), [layers]);
});

test('a peer that media refuses is not held', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer');
  stand.media = async () => {
    throw new Refusal('peer-not-found');
  };
  t.match(await socket.request('stage.resume', { showId, peerId }), { error: { code: 'peer-not-found' } });
  t.match(await socket.request('stage.set-consumer', consumer), { error: { code: 'stage-not-joined' } });
});

test('the peers of a socket that went away are detached, so that they may be resumed', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer');
  await socket.request('stage.watch', watch);
  socket.leave();
  t.same(stand.detached, [peerId]);
});

test('a peer taken over by a new socket of the same person is not detached by the old one', async (t) => {
  const stand = await liveStand();
  const before = await stand.open('viewer', 'vera');
  await before.request('stage.watch', watch);
  const after = await stand.open('viewer', 'vera');
  t.match(await after.request('stage.resume', { showId, peerId }), { ok: true });
  await stand.clock.tick();
  t.same(before.signals('stage.peer-removed'), [{ showId, peerId, code: 'stage-not-joined' }]);
  before.leave();
  t.same(stand.detached, []);
  t.match(await after.request('stage.set-consumer', consumer), { ok: true });
});

test('a socket that goes while media works leaves its peer detached, not held', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer');
  const { promise, resolve } = Promise.withResolvers<object>();
  stand.media = () => promise;
  await socket.request('stage.watch', watch);
  socket.leave();
  resolve({ stage: stageState });
  await stand.clock.tick();
  t.same([...new Set(stand.detached)], [peerId]);
});

test('a socket holds a handful of peers on a stage and no more', async (t) => {
  const stand = await liveStand();
  const socket = await stand.open('viewer');
  for (let count = 0; count < 16; count += 1) {
    t.match(await socket.request('stage.watch', { ...watch, peerId: `peer-number-${1000 + count}` }), {
      ok: true,
    });
  }
  t.match(await socket.request('stage.watch', watch), { error: { code: 'media-limit-reached' } });
});
