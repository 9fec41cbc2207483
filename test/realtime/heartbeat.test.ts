import { test } from 'tap';
import { RealtimeStand } from '#test/support/realtime-stand.ts';

test('a socket is pinged every 25 s and lives as long as it answers', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  for (let round = 1; round <= 3; round += 1) {
    await stand.clock.advance(25_000);
    t.equal(socket.ofType('ping').length, round);
    socket.tell({ type: 'pong' });
  }
  t.equal(socket.closed, undefined);
});

test('a socket that does not answer a ping within 8 s is closed as lost', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  await stand.clock.advance(32_999);
  t.equal(socket.closed, undefined);
  await stand.clock.advance(1);
  t.match(socket.closed, { code: 4002, reason: 'heartbeat-lost' });
});

test('an answer to one ping does not cover the next', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  await stand.clock.advance(25_000);
  socket.tell({ type: 'pong' });
  await stand.clock.advance(25_000 + 8000);
  t.match(socket.closed, { reason: 'heartbeat-lost' });
});
