import { connect } from 'node:net';
import { once } from 'node:events';
import t, { type Test } from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import type { RawSocket } from '#test/support/raw-socket.ts';
import { LoudRoom, offender } from './loud-room.ts';

/** One real server for all of it: what one attack left behind, the next would meet. */
const room = await LoudRoom.open(t, { SOCKET_HELLO_MS: '1500' });
const token = (await room.stranger()).grant.accessToken;

const code = (reason: keyof typeof closeCodes): number => closeCodes[reason].code;
const inside = (params: string) => `[{"type":"request","id":1,"method":"room.react","params":${params}}]`;

/** ws closes giants itself (RFC 6455 section 7.4.1); who is still sending then may see the line break before the code. */
const giantCodes = [1009, 1006];

/** What is sent after a proper hello, and how it ends; 1007 is ws's own. */
const offences: readonly (readonly [string, (socket: RawSocket) => void, number | readonly number[]])[] = [
  ['no JSON', ({ socket }) => socket.send('[{'), code('frame-invalid')],
  ['an object in place of a list', ({ socket }) => socket.send('{"type":"pong"}'), code('frame-invalid')],
  ['65 messages in a frame', (raw) => raw.tell(...Array(65).fill({ type: 'pong' })), code('frame-invalid')],
  ['a binary frame', ({ socket }) => socket.send(Buffer.from('[]')), code('frame-invalid')],
  ['a second hello', (raw) => raw.tell({ type: 'hello', protocol: 1, token }), code('frame-invalid')],
  ['arrays nested 30,000 deep', ({ socket }) => socket.send('['.repeat(30_000)), code('frame-invalid')],
  [
    'objects nested deep inside the parameters',
    ({ socket }) => socket.send(inside(`${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}`)),
    code('frame-invalid'),
  ],
  ['a frame just over the limit', ({ socket }) => socket.send('x'.repeat(65_537)), code('frame-too-large')],
  ['a giant frame', ({ socket }) => socket.send('x'.repeat(5_000_000)), giantCodes],
  [
    'a giant in ten thousand fragments',
    ({ socket }) => {
      for (let count = 0; count < 10_000; count += 1) socket.send('x'.repeat(100), { fin: false });
    },
    giantCodes,
  ],
  [
    'text that is not UTF-8',
    ({ socket }) => socket.send(Buffer.from([0x5b, 0xc3, 0x28]), { binary: false }),
    1007,
  ],
  [
    'a lone surrogate half in UTF-8',
    ({ socket }) => socket.send(Buffer.from([0xed, 0xa0, 0x80]), { binary: false }),
    1007,
  ],
];

for (const [what, send, closeCode] of offences) {
  t.test(`${what} costs its sender the socket and the room nothing`, async (t) => {
    await room.withstands(t, async () => {
      const sockets = await Promise.all(Array.from({ length: 5 }, () => room.attacker().hello(token)));
      sockets.forEach(send);
      const codes = await Promise.all(sockets.map(({ closed }) => closed));
      t.ok(
        codes.every((closed) => [closeCode].flat().includes(closed)),
        `codes ${codes.join(', ')}`,
      );
    });
    await room.isQuiet();
  });
}

for (const protocol of [2, 99, 0x7fffffff]) {
  t.test(`protocol version ${protocol} is told to reload`, async (t) => {
    const socket = await room.attacker().opened();
    socket.tell({ type: 'hello', protocol, token });
    t.equal(await socket.closed, code('protocol-version-unsupported'));
    t.match(socket.messages, [{ type: 'goodbye', reason: 'protocol-version-unsupported', reconnect: false }]);
  });
}

for (const protocol of [0, -1, 1.5, '1', null]) {
  t.test(`a protocol version ${JSON.stringify(protocol)} is no hello at all`, async (t) => {
    const socket = await room.attacker().opened();
    socket.tell({ type: 'hello', protocol, token });
    t.equal(await socket.closed, code('frame-invalid'));
  });
}

t.test('unmasked frames, reserved bits and unknown opcodes end the line at once', async (t) => {
  const frames = [
    Buffer.from([0x81, 0x02, 0x5b, 0x5d]),
    Buffer.from([0xf1, 0x82, 0, 0, 0, 0, 0x5b, 0x5d]),
    Buffer.from([0x83, 0x80, 0, 0, 0, 0]),
    // A length of 2^63 - 1: nothing is reserved for it.
    Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
  ];
  await room.withstands(t, () => Promise.all(frames.map((frame) => isEnded(t, frame))));
  await room.isQuiet();
});

/** Speaks the handshake by hand, says these bytes, and waits for the end of the line. */
async function isEnded(t: Test, frame: Buffer): Promise<void> {
  const { hostname, port } = new URL(room.server.origin);
  const socket = connect({ host: hostname, port: Number(port), localAddress: offender });
  socket.on('error', () => undefined);
  socket.write(
    `GET /api/socket HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  await once(socket, 'data');
  const ended = once(socket, 'close');
  socket.write(frame);
  // Drained, so that the end is seen.
  socket.resume();
  await ended;
  t.pass(`ended after ${frame.toString('hex')}`);
}
