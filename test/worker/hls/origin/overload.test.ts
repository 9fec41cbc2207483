import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate, setTimeout } from 'node:timers/promises';
import t from 'tap';
import { firstMsn } from './hand-made-show.ts';
import { codeOf, hls, openStand, waiting } from './origin-stand.ts';

const reload = hls(`high/live.m3u8?_HLS_msn=${firstMsn}&_HLS_part=0`);

/** Keeps the event loop of this process, which is the origin's, from everything else. */
const block = (timeMs: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeMs);
};

t.test(
  'when as many wait as may, one more is told to try again, and who need not wait is served',
  async (t) => {
    const stand = await openStand(t, { config: { hlsWaiting: 2 } });
    const asked = [stand.get(reload), stand.get(hls(`low/p${firstMsn}.0.m4s`))];
    await waiting(stand, 2);
    const refused = await stand.get(reload);
    t.equal(refused.status, 503);
    t.equal(codeOf(refused), 'server-overloaded');
    t.equal(refused.headers['retry-after'], '1');
    t.equal(refused.headers['cache-control'], 'no-store');
    t.equal(stand.origin.figures().shed, 1);
    t.equal((await stand.get(hls('master.m3u8'))).status, 200);
    for (const name of ['high', 'low'] as const) stand.show.rendition(name).announce();
    for (const { status } of await Promise.all(asked)) t.equal(status, 200);
    t.equal((await stand.get(reload)).status, 200, 'there is room again');
  },
);

t.test('while the event loop is late every request is turned away, and then no more', async (t) => {
  const { get, origin } = await openStand(t);
  for (let round = 0; round < 3; round += 1) {
    block(450);
    await setTimeout(1);
  }
  const refused = await get(hls('master.m3u8'));
  t.equal(refused.status, 503);
  t.equal(refused.headers['retry-after'], '1');
  t.ok(origin.figures().shed >= 1);
  let status = 503;
  while (status === 503) {
    await setTimeout(20);
    ({ status } = await get(hls('master.m3u8')));
  }
  t.equal(status, 200);
});

t.test('one late moment turns nobody away', async (t) => {
  const { get } = await openStand(t);
  await get(hls('master.m3u8'));
  block(450);
  await setTimeout(1);
  t.equal((await get(hls('master.m3u8'))).status, 200);
});

t.test('one connection has only so many requests open', async (t) => {
  const stand = await openStand(t, { config: { hlsConnectionRequests: 4 } });
  const socket = connect(stand.origin.port, '127.0.0.1');
  t.teardown(() => {
    socket.destroy();
  });
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  socket.write(`GET ${reload} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(6));
  await waiting(stand, 4);
  stand.show.rendition('high').announce();
  const statuses = (): string[] => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status = '']) => status);
  while (statuses().length < 6) await setImmediate();
  t.strictSame(statuses(), ['200', '200', '200', '200', '503', '503']);
  text = '';
  socket.write(`GET ${reload} HTTP/1.1\r\nhost: x\r\n\r\n`);
  while (statuses().length < 1) await setImmediate();
  t.strictSame(statuses(), ['200'], 'those that are over count no more');
});

t.test('who asks for much and reads nothing is cut off, at a known number of bytes', async (t) => {
  const stand = await openStand(t, { config: { hlsBacklogBytes: 5_000_000 }, partBytes: 1_000_000 });
  stand.show.rendition('high').announce();
  const lazy = connect(stand.origin.port, '127.0.0.1').pause();
  lazy.on('error', () => undefined);
  const ask = `GET ${hls(`high/p${firstMsn}.0.m4s`)} HTTP/1.1\r\nhost: x\r\n\r\n`;
  lazy.write(ask.repeat(20));
  while (stand.origin.figures().connections < 1) await setImmediate();
  while (stand.origin.figures().connections > 0) await setImmediate();
  lazy.resume();
  await once(lazy, 'close');
  t.ok(lazy.bytesRead < 6_000_000, `${lazy.bytesRead} bytes of 20 MB`);
  t.equal((await stand.get(hls('master.m3u8'))).status, 200, 'nobody else notices');
});

t.test('who reads slowly but reads gets all of it', async (t) => {
  const stand = await openStand(t, { config: { hlsBacklogBytes: 5_000_000 }, partBytes: 4_000_000 });
  stand.show.rendition('high').announce();
  const reader = connect(stand.origin.port, '127.0.0.1');
  t.teardown(() => {
    reader.destroy();
  });
  reader.write(`GET ${hls(`high/p${firstMsn}.0.m4s`)} HTTP/1.1\r\nhost: x\r\n\r\n`);
  let sizeBytes = 0;
  for await (const chunk of reader) {
    // A stream without an encoding gives buffers.
    sizeBytes += (chunk as Buffer).length;
    if (sizeBytes > 4_000_000) break;
    await setImmediate();
  }
  t.ok(sizeBytes > 4_000_000);
});
