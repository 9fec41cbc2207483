import { test } from 'tap';
import { succeeded, type Outcome } from '../../../client-demo/src/live/outcome.ts';
import { createLiveSocket } from '../../../client-demo/src/live/socket.ts';
import { FakeServer, welcome } from './fake-server.ts';
import { FakeTime } from './fake-time.ts';

const setUp = () => {
  const time = new FakeTime();
  const server = new FakeServer();
  const tokens = { asked: [] as boolean[], renew: (_token: string) => {} };
  let wake = () => {};
  const samples: unknown[] = [];
  const socket = createLiveSocket({
    url: 'wss://shop.test/api/socket',
    time,
    openWire: server.openWire,
    followWake: (listener) => {
      wake = listener;
      return () => {};
    },
    tokens: {
      token: async ({ fresh } = { fresh: false }): Promise<Outcome<string>> => {
        tokens.asked.push(fresh);
        return succeeded('token-of-twenty-characters');
      },
      onRenewed: (listener) => {
        tokens.renew = listener;
        return () => {};
      },
    },
    clock: { addSample: (sample) => samples.push(sample), forget: () => samples.splice(0) },
  });
  return { time, server, socket, tokens, samples, wake: () => wake() };
};

const opened = async () => {
  const parts = setUp();
  await parts.time.settle();
  parts.server.latest.open();
  await parts.time.settle();
  parts.server.latest.send(welcome);
  return parts;
};

void test('hello comes first and the socket is open with the welcome', async (t) => {
  const { server, socket, time } = setUp();
  await time.settle();
  t.equal(socket.state.value.status, 'connecting');
  server.latest.open();
  await time.settle();
  t.match(server.latest.received, [{ type: 'hello', protocol: 1, token: 'token-of-twenty-characters' }]);
  server.latest.send(welcome);
  t.equal(socket.state.value.status, 'open');
});

void test('requests of one turn share a frame and are settled by id in any order', async (t) => {
  const { server, socket, time } = await opened();
  const first = socket.request('stage.capabilities', { showId: 'show-number-1' });
  const second = socket.request('stage.observe', { showId: 'show-number-1' });
  await time.settle();
  t.equal(server.latest.frames.at(-1), 2);
  const [one] = server.latest.requests('stage.capabilities');
  const [two] = server.latest.requests('stage.observe');
  server.latest.send(
    { type: 'reply', id: two?.id ?? -1, ok: true, result: { stage: 2 } },
    {
      type: 'reply',
      id: one?.id ?? -1,
      ok: false,
      error: { code: 'show-not-found', message: 'no', temporary: false },
    },
  );
  t.match(await second, { ok: true, value: { stage: 2 } });
  t.match(await first, { ok: false, error: { code: 'show-not-found' } });
});

void test('what is asked before the connection goes out after it', async (t) => {
  const { server, socket, time } = setUp();
  void socket.request('stage.capabilities', { showId: 'show-number-1' });
  await time.settle();
  server.latest.open();
  server.latest.send(welcome);
  await time.settle();
  t.equal(server.latest.requests('stage.capabilities').length, 1);
});

void test('a request without an answer is refused at its deadline, as offline when it was never sent', async (t) => {
  const { socket, time } = await opened();
  const sent = socket.request('stage.capabilities', { showId: 'show-number-1' }, { deadlineMs: 500 });
  await time.advance(600);
  t.match(await sent, { ok: false, error: { code: 'deadline-exceeded', temporary: true } });

  const unconnected = setUp();
  const unsent = unconnected.socket.request(
    'stage.observe',
    { showId: 'show-number-1' },
    { deadlineMs: 500 },
  );
  await unconnected.time.advance(600);
  t.match(await unsent, { ok: false, error: { code: 'offline' } });
});

void test('after a loss commands are repeated with their id, everything else is refused as offline', async (t) => {
  const { server, socket, time } = await opened();
  const command = socket.request('show.go-live', { commandId: 'command-1', showId: 'show-number-1' });
  const watch = socket.request('stage.capabilities', { showId: 'show-number-1' });
  await time.settle();
  server.latest.cut();
  t.match(await watch, { ok: false, error: { code: 'offline', temporary: true } });
  t.equal(socket.state.value.status, 'waiting');
  await time.advance(1000);
  server.latest.open();
  server.latest.send(welcome);
  await time.settle();
  t.equal(server.connections.length, 2);
  const [again] = server.latest.requests('show.go-live');
  t.match(again, { params: { commandId: 'command-1' } });
  server.latest.send({ type: 'reply', id: again?.id ?? -1, ok: true, result: { version: 7 } });
  t.match(await command, { ok: true, value: { version: 7 } });
});

void test('what listeners ask on opening goes out before what waited', async (t) => {
  const { server, socket, time } = await opened();
  socket.onOpen(() => void socket.request('stage.observe', { showId: 'show-number-1' }));
  server.latest.cut();
  void socket.request('stage.capabilities', { showId: 'show-number-1' });
  await time.advance(1000);
  server.latest.open();
  server.latest.send(welcome);
  await time.settle();
  const methods = server.latest.received.map((message) => (message.type === 'request' ? message.method : ''));
  t.same(methods.filter(Boolean), ['stage.observe', 'stage.capabilities']);
});

void test('delays grow with each failed attempt and are drawn from the whole range', async (t) => {
  const { server, time } = setUp();
  time.chance = 0.999;
  await time.settle();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const before = time.nowMs();
    const count = server.connections.length;
    server.latest.cut();
    while (server.connections.length === count) await time.advance(10);
    waits.push(time.nowMs() - before);
  }
  t.same(
    waits.toSorted((one, other) => one - other),
    waits,
  );
  t.ok((waits[4] ?? 0) > 5000 && (waits[0] ?? 0) <= 1010);
});

void test('a code that ends the socket is not followed by another attempt', async (t) => {
  const { server, socket, time } = await opened();
  server.latest.cut(4502);
  t.match(socket.state.value, { status: 'ended', closeCode: 4502 });
  await time.advance(60_000);
  t.equal(server.connections.length, 1);
});

void test('a token that ended is replaced by a fresh one', async (t) => {
  const { server, time, tokens } = await opened();
  server.latest.cut(4400);
  await time.advance(1000);
  t.same(tokens.asked, [false, true]);
});

void test('a renewed token is told over the running socket', async (t) => {
  const { server, time, tokens } = await opened();
  tokens.renew('another-token-of-twenty');
  await time.settle();
  t.match(server.latest.received.at(-1), { type: 'token', token: 'another-token-of-twenty' });
});

void test('a link without a sign of life is left', async (t) => {
  const { server, socket, time } = await opened();
  await time.advance(10_000);
  t.match(server.latest.received.at(-1), { type: 'ping' });
  await time.advance(5001);
  t.equal(socket.state.value.status, 'waiting');
  t.ok(server.connections[0]?.isClosedByClient);
});

void test('a living link is kept, and each pong is a sample of the clock', async (t) => {
  const { server, socket, time, samples } = await opened();
  const before = samples.length;
  await time.advance(10_000);
  const ping = server.latest.received.findLast((message) => message.type === 'ping');
  server.latest.send({ type: 'pong', sentAt: ping?.sentAt ?? 0, serverTimeMs: 5 });
  await time.advance(5001);
  t.equal(socket.state.value.status, 'open');
  t.ok(samples.length > before);
});

void test('waking up asks a silent link for a sign of life, and a waiting socket comes back at once', async (t) => {
  const { server, socket, time, wake } = await opened();
  await time.advance(1);
  wake();
  await time.advance(2501);
  t.equal(socket.state.value.status, 'waiting', 'the link had died in its sleep');
  const count = server.connections.length;
  wake();
  await time.settle();
  t.equal(server.connections.length, count + 1);
});

void test('a server that never greets is left for another attempt', async (t) => {
  const { server, time } = setUp();
  await time.settle();
  server.latest.open();
  await time.advance(8500);
  t.ok(server.connections.length > 1);
});

void test('frames that cannot be read are left out', async (t) => {
  const { server, socket } = await opened();
  server.latest.sendText('not json');
  server.latest.sendText('{"type":"welcome"}');
  t.equal(socket.state.value.status, 'open');
});

void test('a closed socket keeps no alarm and closes twice like once', async (t) => {
  const { server, socket, time } = await opened();
  socket.close();
  socket.close();
  t.ok(server.latest.isClosedByClient);
  t.equal(time.pending, 0);
  await time.advance(60_000);
  t.equal(server.connections.length, 1);
});
