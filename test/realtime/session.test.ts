import { test } from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { RealtimeStand } from '#test/support/realtime-stand.ts';

test('a hello with a good token is answered with a welcome that carries server time and limits', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer', 'vera');
  t.match(socket.messages, [
    {
      type: 'welcome',
      protocol: 1,
      sessionId: 'session-vera',
      personId: 'person-vera',
      role: 'viewer',
      serverTimeMs: stand.clock.nowMs(),
      limits: { frameBytes: 65_536, requestsPerSecond: 50, pingIntervalMs: 25_000, pongTimeoutMs: 8000 },
    },
  ]);
});

test('a socket without a hello is closed when its time is over', async (t) => {
  const stand = new RealtimeStand();
  const socket = stand.connect();
  await stand.clock.advance(4999);
  t.equal(socket.closed, undefined);
  await stand.clock.advance(1);
  t.match(socket.closed, { code: closeCodes['hello-late'].code, reason: 'hello-late' });
  t.same(socket.messages, [{ type: 'goodbye', reason: 'hello-late', reconnect: true }]);
});

test('a hello of another protocol version is closed for good', async (t) => {
  const stand = new RealtimeStand();
  const socket = stand.connect();
  await socket.hello(stand.token('viewer'), 2);
  t.match(socket.closed, { reason: 'protocol-version-unsupported' });
  t.match(socket.ofType('goodbye'), [{ reconnect: false }]);
});

test('an unknown token is closed for good, an expired one asks for a refresh', async (t) => {
  const stand = new RealtimeStand();
  const forged = stand.connect();
  await forged.hello('a-token-of-somebody-elses-server');
  t.match(forged.closed, { reason: 'token-invalid' });
  const expired = stand.connect();
  await expired.hello(stand.token('viewer', 'vera', 0));
  t.match(expired.closed, { code: 4400, reason: 'token-expired' });
});

for (const [what, first] of [
  ['a request', { type: 'request', id: 1, method: 'stage.observe', params: {} }],
  ['a ping', { type: 'ping', sentAt: 1 }],
  ['a pong', { type: 'pong' }],
] as const) {
  test(`${what} before the hello closes the socket`, async (t) => {
    const socket = new RealtimeStand().connect();
    socket.tell(first);
    t.match(socket.closed, { reason: 'frame-invalid' });
  });
}

test('a second hello closes the socket, also while the first is being looked at', async (t) => {
  const stand = new RealtimeStand();
  const hello = { type: 'hello', protocol: 1, token: stand.token('viewer') };
  const hasty = stand.connect();
  hasty.tell(hello, hello);
  await stand.clock.tick();
  t.match(hasty.closed, { reason: 'frame-invalid' });
  t.same(hasty.ofType('welcome'), []);
  const late = await stand.open('viewer');
  late.tell(hello);
  t.match(late.closed, { reason: 'frame-invalid' });
});

test('a ping is answered with its own time and the time of the store', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer');
  socket.tell({ type: 'ping', sentAt: 12.5 });
  await stand.clock.tick();
  t.same(socket.ofType('pong'), [{ type: 'pong', sentAt: 12.5, serverTimeMs: stand.clock.nowMs() }]);
});

test('a token that ends closes the socket unless a fresh one came before', async (t) => {
  const stand = new RealtimeStand({ socketPingIntervalMs: 300_000 });
  const short = stand.token('viewer', 'vera', 60_000);
  const renewing = stand.connect();
  const forgetful = stand.connect();
  await Promise.all([renewing.hello(short), forgetful.hello(short)]);
  await stand.clock.advance(59_000);
  renewing.tell({ type: 'token', token: stand.token('viewer', 'vera', 120_000) });
  await stand.clock.advance(1000);
  t.match(forgetful.closed, { reason: 'token-expired' });
  t.equal(renewing.closed, undefined);
  await stand.clock.advance(119_000);
  t.match(renewing.closed, { reason: 'token-expired' });
});

test('a fresh token of another person ends the socket', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('viewer', 'vera');
  socket.tell({ type: 'token', token: stand.token('host', 'hugo') });
  await stand.clock.tick();
  t.match(socket.closed, { reason: 'token-invalid' });
});

test('a revoked session loses its sockets and nobody else does', async (t) => {
  const stand = new RealtimeStand();
  const [one, two, other] = [
    await stand.open('viewer', 'vera'),
    await stand.open('viewer', 'vera'),
    await stand.open('viewer', 'bob'),
  ];
  stand.revoke('session-vera');
  t.match([one.closed, two.closed], [{ reason: 'session-revoked' }, { reason: 'session-revoked' }]);
  t.equal(other.closed, undefined);
  t.same(stand.closings, ['session-revoked', 'session-revoked']);
});

test('a session revoked while its token was looked at loses its socket at once', async (t) => {
  const stand = new RealtimeStand();
  stand.ended.add('session-vera');
  const socket = await stand.open('viewer', 'vera');
  await stand.clock.tick();
  t.match(socket.closed, { reason: 'session-revoked' });
});

test('a session that another process revoked loses its socket within seconds', async (t) => {
  const stand = new RealtimeStand();
  const [vera, bob] = [await stand.open('viewer', 'vera'), await stand.open('viewer', 'bob')];
  stand.ended.add('session-vera');
  await stand.clock.advance(3000);
  t.match(vera.closed, { reason: 'session-revoked' });
  t.equal(bob.closed, undefined);
  stand.ended.add('session-bob');
  await stand.clock.advance(3000);
  t.match(bob.closed, { reason: 'session-revoked' }, 'and it goes on looking');
});

test('requests over the rate are refused with a time to wait, and a client that does not listen is closed', async (t) => {
  const stand = new RealtimeStand({ socketRequestsPerSecond: 5 });
  const socket = await stand.open('viewer');
  const ask = (id: number) => ({
    type: 'request',
    id,
    method: 'stage.unobserve',
    params: { showId: 'show-of-one' },
  });
  socket.tell(...Array.from({ length: 7 }, (_, id) => ask(id)));
  await stand.clock.tick();
  const replies = socket.ofType('reply');
  t.equal(replies.filter((reply) => reply.ok).length, 5);
  t.match(
    replies.filter((reply) => !reply.ok),
    [1, 2].map(() => ({ error: { code: 'rate-limited', details: { retryAfterMs: 200 } } })),
  );
  await stand.clock.advance(1000);
  t.match(await socket.request('stage.unobserve', { showId: 'show-of-one' }), { ok: true });
  socket.tell(...Array.from({ length: 40 }, (_, id) => ask(id)));
  t.match(socket.closed, { reason: 'rate-limited' });
});

test('sockets over the limit of an address or of the process are turned away with a code that says reconnect', async (t) => {
  const stand = new RealtimeStand({ socketsPerAddress: 2, socketsTotal: 3 });
  const sockets = ['a', 'a', 'a', 'b', 'c'].map((address) => stand.connect(address));
  const full = { reason: 'server-overloaded' };
  t.match(
    sockets.map((socket) => socket.closed),
    [undefined, undefined, full, undefined, full],
  );
  sockets[0]?.leave();
  t.equal(stand.connect('a').closed, undefined, 'a place that was left can be taken again');
});

test('a drain spreads the closes over its time and turns newcomers away', async (t) => {
  const stand = new RealtimeStand();
  const sockets = [
    await stand.open('viewer', 'a'),
    await stand.open('viewer', 'b'),
    await stand.open('viewer', 'c'),
  ];
  const drained = stand.realtime.drain(3000);
  await stand.clock.advance(1000);
  t.equal(sockets.filter((socket) => socket.closed !== undefined).length, 2);
  t.match(stand.connect().closed, { reason: 'server-draining' });
  await stand.clock.advance(1000);
  await drained;
  t.match(
    sockets.map((socket) => socket.closed),
    sockets.map(() => ({ reason: 'server-draining' })),
  );
});

test('a closed socket leaves no timer behind', async (t) => {
  const stand = new RealtimeStand();
  const before = stand.clock.pending;
  const socket = await stand.open('viewer');
  socket.leave();
  t.equal(stand.clock.pending, before);
  t.equal(stand.realtime.openSockets, 0);
});
