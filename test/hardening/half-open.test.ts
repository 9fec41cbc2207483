import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import t from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { LoudRoom, offender } from './loud-room.ts';

t.setTimeout(120_000);

/** Deadlines short enough for a test; the bystander answers its pings. */
const room = await LoudRoom.open(t, {
  SOCKET_HELLO_MS: '800',
  SOCKET_PING_INTERVAL_MS: '1000',
  SOCKET_PONG_TIMEOUT_MS: '800',
});
const token = (await room.stranger()).grant.accessToken;
const code = (reason: keyof typeof closeCodes): number => closeCodes[reason].code;
const many = 60;
const address = () => {
  const { hostname, port } = new URL(room.server.origin);
  return { host: hostname, port: Number(port), localAddress: offender };
};

t.test('sockets that never say hello are closed in time', async (t) => {
  await room.withstands(t, async () => {
    const sockets = Array.from({ length: many }, () => room.attacker());
    const codes = await Promise.all(sockets.map(({ closed }) => closed));
    t.same(new Set(codes), new Set([code('hello-late')]));
  });
  await room.isQuiet();
});

t.test('sockets that say hello and then nothing, not even a pong, are closed as lost', async (t) => {
  await room.withstands(t, async () => {
    const sockets = await Promise.all(Array.from({ length: many }, () => room.attacker().hello(token)));
    const codes = await Promise.all(sockets.map(({ closed }) => closed));
    t.same(new Set(codes), new Set([code('heartbeat-lost')]));
  });
  await room.isQuiet();
});

t.test('lines that are cut without a word are noticed and forgotten', async (t) => {
  await room.withstands(t, async () => {
    const sockets = await Promise.all(Array.from({ length: many }, () => room.attacker().hello(token)));
    for (const { socket } of sockets) socket.terminate();
    await Promise.all(sockets.map(({ closed }) => closed));
  });
  await room.isQuiet();
});

t.test('lines that are closed but never hang up are dropped by the server', async (t) => {
  const lines = await Promise.all(Array.from({ length: many }, () => room.attacker().opened()));
  // Half-open for good: what the server sends is not read, so its close frame is never answered.
  for (const { socket } of lines) socket.pause();
  await room.withstands(t, () => room.isQuiet());
  for (const { socket } of lines) socket.terminate();
});

t.test('bare connections and requests that never end do not keep the room from anybody', async (t) => {
  const lines: Socket[] = [];
  await room.withstands(t, async () => {
    for (let count = 0; count < 2 * many; count += 1) {
      const line = connect(address());
      line.on('error', () => undefined);
      lines.push(line);
      await once(line, 'connect');
      if (count % 2 === 0) line.write('GET /api/socket HTTP/1.1\r\nHost: ');
    }
    const late = await room.stranger();
    t.ok((await late.open()).welcome.sessionId, 'somebody else comes in as ever');
    late.close();
  });
  for (const line of lines) line.destroy();
  await room.isQuiet();
});
