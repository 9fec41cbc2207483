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

test('a subscription answers with the show and its position, and pushes go on from there', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  const reply = await socket.request('channel.subscribe', { channel });
  t.match(reply, {
    ok: true,
    result: {
      snapshot: { showId, title: 'Pottery', status: 'scheduled', hostName: 'Hanna', sources: [] },
      position: { version: 2, eventId: 'event-2' },
    },
  });
  stand.append({ type: 'show-went-live' });
  stand.append({ type: 'show-edited', title: 'Bowls', description: '' });
  await stand.clock.tick();
  t.match(socket.ofType('push'), [
    {
      channel,
      from: 2,
      to: 3,
      toEventId: 'event-3',
      events: [{ type: 'show.went-live', show: { status: 'live' } }],
    },
    {
      channel,
      from: 3,
      to: 4,
      toEventId: 'event-4',
      events: [{ type: 'show.edited', show: { title: 'Bowls' } }],
    },
  ]);
  t.equal(socket.frames.length, 3, 'both pushes left in one frame');
});

test('what is hidden from the public still moves its position', async (t) => {
  const stand = new RealtimeStand();
  const [viewer, host] = [await stand.open('viewer'), await stand.open('host')];
  for (const socket of [viewer, host]) await socket.request('channel.subscribe', { channel });
  stand.append({ type: 'rehearsal-started' }, sourceAdded);
  await stand.clock.tick();
  t.same(viewer.ofType('push'), [
    { type: 'push', channel, from: 2, to: 4, toEventId: 'event-4', events: [] },
  ]);
  t.match(host.ofType('push'), [
    {
      from: 2,
      to: 4,
      events: [
        { type: 'show.rehearsal-started' },
        { type: 'show.source-added', show: { sources: [{ label: 'Stage left' }] } },
      ],
    },
  ]);
});

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

test('an event goes out as the same bytes to all of one audience', async (t) => {
  const stand = new RealtimeStand();
  const sockets = [await stand.open('viewer', 'a'), await stand.open('viewer', 'b')];
  const sent: Buffer[] = [];
  for (const socket of sockets) {
    await socket.request('channel.subscribe', { channel });
    const send = socket.send.bind(socket);
    socket.send = (frame) => {
      sent.push(frame);
      send(frame);
    };
  }
  stand.append({ type: 'show-went-live' });
  await stand.clock.tick();
  t.equal(sent.length, 2);
  t.equal(sent[0], sent[1]);
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
  t.equal(viewer.ofType('push').length, 1, 'no push after the right ended');
  t.equal(host.ofType('push').length, 2);
});

test('a role lost with a fresh token is lost on what was subscribed before', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' }, { type: 'show-ended' }, { type: 'show-archived' });
  const socket = await stand.open('host');
  t.match(await socket.request('channel.subscribe', { channel }), { ok: true });
  socket.tell({ type: 'token', token: stand.token('viewer', 'host') });
  await stand.clock.tick();
  t.same(socket.signals('channel.closed'), [{ channel, code: 'show-not-found' }]);
});

test('a show nobody attends is let go after a while', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  await socket.request('channel.subscribe', { channel });
  t.equal(stand.followers, 1);
  await socket.request('channel.unsubscribe', { channel });
  await stand.clock.advance(10_000);
  t.equal(stand.followers, 0);
});

test('two sockets that subscribe in the same moment follow the show once', async (t) => {
  const stand = new RealtimeStand();
  const sockets = [await stand.open('viewer', 'a'), await stand.open('viewer', 'b')];
  const replies = await Promise.all(
    sockets.map((socket) => socket.request('channel.subscribe', { channel })),
  );
  t.match(replies, [{ ok: true }, { ok: true }]);
  t.equal(stand.followers, 1);
});

test('a channel of no known kind is refused', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  t.match(await socket.request('channel.subscribe', { channel: 'lamp-of-aladdin' }), {
    ok: false,
    error: { code: 'request-invalid', details: { field: '/channel' } },
  });
});
