import { fastify } from 'fastify';
import { once } from 'node:events';
import { test, type Test } from 'tap';
import type { Config } from '#config/load.ts';
import { registerErrorAnswers } from '#http/error-answers.ts';
import { registerOriginCheck } from '#http/origin-check.ts';
import { closeCodes } from '#protocol/close-codes.ts';
import { systemClock } from '#realtime/clock.ts';
import { registerRealtime } from '#realtime/register-realtime.ts';
import { RawSocket } from '#test/support/raw-socket.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';

/** A real Fastify with a real `ws` at both ends; the neighbours are the stand's. */
async function serve(t: Test, overrides: Partial<Config> = {}) {
  const stand = new RealtimeStand(overrides);
  const app = fastify({ forceCloseConnections: true });
  registerErrorAnswers(app);
  registerOriginCheck(app, stand.config);
  const neighbours = { ...stand.deps, clock: systemClock };
  const realtime = await registerRealtime(app, neighbours);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(() => app.close());
  const url = `${address.replace('http', 'ws')}/api/socket`;
  // The stand's clock stands in the past; on the wire time is real.
  const token = (role: 'viewer' | 'host', name: string, lifeMs = 3_600_000) =>
    stand.token(role, name, lifeMs + Date.now() - stand.clock.nowMs());
  return { stand, app, realtime, url, token, connect: (options = {}) => new RawSocket(url, options) };
}

const reconnects = (code: number) => code < 4500;

test('a request is answered over a real socket', async (t) => {
  const { connect, token } = await serve(t);
  const socket = await connect().hello(token('viewer', 'vera'));
  socket.tell({ type: 'request', id: 7, method: 'channel.subscribe', params: { channel: `show-${showId}` } });
  t.match(await socket.until((message) => message.type === 'reply'), { id: 7, ok: true });
});

for (const [what, send, code] of [
  ['text that is no JSON', (socket: RawSocket) => socket.socket.send('{'), closeCodes['frame-invalid'].code],
  [
    'a binary frame',
    (socket: RawSocket) => socket.socket.send(Buffer.from('[]')),
    closeCodes['frame-invalid'].code,
  ],
  [
    'a frame nested too deep',
    (socket: RawSocket) => socket.socket.send('['.repeat(30_000)),
    closeCodes['frame-invalid'].code,
  ],
  [
    'a frame over the limit',
    (socket: RawSocket) => socket.socket.send('x'.repeat(70_000)),
    closeCodes['frame-too-large'].code,
  ],
  ['a giant frame', (socket: RawSocket) => socket.socket.send('x'.repeat(3_000_000)), 1009],
  [
    'text that is not UTF-8',
    (socket: RawSocket) => socket.socket.send(Buffer.from([0xc3, 0x28]), { binary: false }),
    1007,
  ],
] as const) {
  test(`${what} closes the socket for good, with code ${code}`, async (t) => {
    const { connect, token, realtime } = await serve(t);
    const socket = await connect().hello(token('viewer', 'vera'));
    send(socket);
    t.equal(await socket.closed, code);
    const other = await connect().hello(token('viewer', 'bob'));
    t.equal(realtime.openSockets, 1, 'the others are served as before');
    other.socket.terminate();
  });
}

test('a socket of another protocol version, a late one and an expired one get their codes', async (t) => {
  const { connect, token } = await serve(t, { socketHelloMs: 100 });
  const foreign = await connect().opened();
  foreign.tell({ type: 'hello', protocol: 99, token: token('viewer', 'vera') });
  const late = await connect().opened();
  const expiring = await connect().hello(token('viewer', 'bob', 200));
  t.same(await Promise.all([foreign.closed, late.closed, expiring.closed]), [
    closeCodes['protocol-version-unsupported'].code,
    closeCodes['hello-late'].code,
    closeCodes['token-expired'].code,
  ]);
});

test('a revoked session is closed on the wire', async (t) => {
  const { connect, token, stand } = await serve(t);
  const socket = await connect().hello(token('viewer', 'vera'));
  stand.revoke('session-vera');
  t.equal(await socket.closed, closeCodes['session-revoked'].code);
});

test('a flood of requests ends the socket and not the server', async (t) => {
  const { connect, token, realtime } = await serve(t);
  const socket = await connect().hello(token('viewer', 'vera'));
  const flood = Array.from({ length: 60 }, (_, id) => ({
    type: 'request',
    id,
    method: 'stage.unobserve',
    params: { showId },
  }));
  for (let count = 0; count < 20; count += 1) socket.tell(...flood);
  t.equal(await socket.closed, closeCodes['rate-limited'].code);
  const other = await connect().hello(token('viewer', 'bob'));
  t.equal(realtime.openSockets, 1);
  other.socket.terminate();
});

test('a reader that stops reading is given up with what it was owed, while others go on', async (t) => {
  const { connect, token, stand } = await serve(t, { socketQueueBytes: 65_536 });
  const [slow, quick] = [
    await connect().hello(token('host', 'host')),
    await connect().hello(token('viewer', 'bob')),
  ];
  for (const socket of [slow, quick]) {
    socket.tell({
      type: 'request',
      id: 1,
      method: 'channel.subscribe',
      params: { channel: `show-${showId}` },
    });
    await socket.until((message) => message.type === 'reply');
  }
  slow.socket.pause();
  const gone = stand.closed('slow-consumer');
  let edits = 0;
  // The kernel's buffers take some megabytes of the loopback before the server's queue grows.
  for (; edits < 10_000; edits += 1) {
    stand.append({ type: 'show-edited', title: `Take ${edits}`, description: 'x'.repeat(2000) });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await gone;
  await quick.until((message) => message.type === 'push' && message.to === stand.version);
  slow.socket.resume();
  t.ok(reconnects(await slow.closed), 'its code says reconnect');
});

test('a page of a foreign origin is refused before the upgrade, our own and a program are not', async (t) => {
  const { connect, app, url } = await serve(t, { publicOrigins: ['https://shop.example'] });
  const port = new URL(url).port;
  for (const origin of [`http://127.0.0.1:${port}`, 'https://shop.example', undefined]) {
    const socket = await connect(origin === undefined ? {} : { origin }).opened();
    socket.socket.terminate();
  }
  for (const origin of [
    'https://evil.example',
    'null',
    `https://127.0.0.1:${port}`,
    `http://127.0.0.1.evil.example:${port}`,
  ]) {
    const { socket } = connect({ origin });
    const [, answer] = await once(socket, 'unexpected-response');
    t.equal(answer.statusCode, 403, origin);
    await once(answer.socket, 'close');
    socket.terminate();
  }
  t.equal((await app.inject('/api/socket')).statusCode, 404, 'without an upgrade there is nothing');
});

test('closing the app drains its sockets with a code that says reconnect', async (t) => {
  const { connect, token, app } = await serve(t);
  const sockets = [await connect().hello(token('viewer', 'a')), await connect().hello(token('viewer', 'b'))];
  await app.close();
  const draining = closeCodes['server-draining'].code;
  t.same(await Promise.all(sockets.map((socket) => socket.closed)), [draining, draining]);
});
