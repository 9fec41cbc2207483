import { test } from 'tap';
import type { SourceId } from '#domain/ids.ts';
import type { ShowEvent } from '#domain/show/show.ts';
import { RealtimeStand, hostId, showId } from '#test/support/realtime-stand.ts';

const channel = `show-${showId}`;

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
      snapshot: { showId, title: 'Pottery', status: 'scheduled', hostName: 'Host', sources: [] },
      position: { version: 2, eventId: 'event-0-2' },
    },
  });
  stand.append({ type: 'show-went-live' });
  stand.append({ type: 'show-edited', title: 'Bowls', description: '' });
  await stand.clock.tick();
  t.match(socket.ofType('push'), [
    {
      channel,
      from: 2,
      to: 4,
      toEventId: 'event-0-4',
      events: [
        { type: 'show.went-live', show: { status: 'live' } },
        { type: 'show.edited', show: { title: 'Bowls' } },
      ],
    },
  ]);
  t.equal(socket.frames.length, 3, 'what happened in one tick left as one push');
});

test('nobody of the public is woken for what is hidden from it, and the next push carries its position along', async (t) => {
  const stand = new RealtimeStand();
  const [viewer, host] = [await stand.open('viewer'), await stand.open('host')];
  for (const socket of [viewer, host]) await socket.request('channel.subscribe', { channel });
  stand.append({ type: 'rehearsal-started' }, sourceAdded);
  await stand.clock.tick();
  t.same(viewer.ofType('push'), []);
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
  stand.append({ type: 'show-edited', title: 'Bowls', description: '' });
  await stand.clock.tick();
  t.match(viewer.ofType('push'), [{ from: 2, to: 5, events: [{ type: 'show.edited' }] }]);
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

test('a role lost with a fresh token is lost on what was subscribed before', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' }, { type: 'show-ended' }, { type: 'show-archived' });
  const socket = await stand.open('host');
  t.match(await socket.request('channel.subscribe', { channel }), { ok: true });
  socket.tell({ type: 'token', token: stand.token('viewer', 'host') });
  await stand.clock.tick();
  t.same(socket.signals('channel.closed'), [{ channel, code: 'show-not-found' }]);
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
