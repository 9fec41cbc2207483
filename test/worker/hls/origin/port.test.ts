import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect as connectSecure } from 'node:http2';
import { request as requestSecure } from 'node:https';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import t from 'tap';
import { issue } from './certificate.ts';
import { firstMsn } from './hand-made-show.ts';
import { hls, openStand, waiting } from './origin-stand.ts';

const path = hls('master.m3u8');

async function overHttp1(port: number) {
  const sent = requestSecure({ port, path, rejectUnauthorized: false, agent: false });
  sent.end();
  // The only thing that a client of node emits with `response` is one.
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

t.test('one port speaks plainly, over TLS and over HTTP/2', async (t) => {
  const { origin, get, show } = await openStand(t);
  const { certificate, key } = issue('one.example');
  origin.certify(certificate, key);
  t.equal((await get(path)).status, 200);
  t.equal((await overHttp1(origin.port)).statusCode, 200);

  const session = connectSecure(`https://127.0.0.1:${origin.port}`, { rejectUnauthorized: false });
  t.teardown(() => {
    session.destroy();
  });
  const fetched = async (file: string): Promise<{ status: unknown; body: string }> => {
    const stream = session.request({ ':path': hls(file) });
    let body = '';
    stream.setEncoding('utf8').on('data', (text: string) => (body += text));
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    await once(stream, 'end');
    return { status: headers[':status'], body };
  };
  t.strictSame(await fetched('master.m3u8'), { status: 200, body: '#EXTM3U\n#MASTER\n' });
  const asked = [
    fetched(`high/live.m3u8?_HLS_msn=${firstMsn}&_HLS_part=0`),
    fetched(`high/p${firstMsn}.0.m4s`),
  ];
  while (origin.figures().waiting !== 2) await setImmediate();
  show.rendition('high').announce();
  const [playlist, part] = await Promise.all(asked);
  t.match(playlist?.body, `#NEXT:${firstMsn}.1`);
  t.equal(part?.body, show.rendition('high').bytesOf({ msn: firstMsn, part: 0 }).toString());
});

t.test('a stream of HTTP/2 that is reset waits no more', async (t) => {
  const stand = await openStand(t);
  const { certificate, key } = issue('one.example');
  stand.origin.certify(certificate, key);
  const session = connectSecure(`https://127.0.0.1:${stand.origin.port}`, { rejectUnauthorized: false });
  t.teardown(() => {
    session.destroy();
  });
  const stream = session.request({ ':path': hls(`high/p${firstMsn}.0.m4s`) });
  await waiting(stand, 1);
  stream.close();
  await waiting(stand, 0);
  t.pass('it left the list');
});

t.test('a new certificate holds from the next connection on, without one being lost', async (t) => {
  const { origin } = await openStand(t);
  const nameAt = async (): Promise<unknown> => {
    const socket = connectTls({ port: origin.port, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const { CN: name } = socket.getPeerCertificate().subject;
    socket.destroy();
    return name;
  };
  const [one, two] = [issue('one.example'), issue('two.example')];
  origin.certify(one.certificate, one.key);
  t.equal(await nameAt(), 'one.example');
  origin.certify(two.certificate, two.key);
  t.equal(await nameAt(), 'two.example');
  t.throws(() => {
    origin.certify('nonsense', one.key);
  });
  t.equal(await nameAt(), 'two.example', 'nonsense changes nothing');
});

t.test('before it has a certificate it ends connections over TLS', async (t) => {
  const { origin, get } = await openStand(t);
  await t.rejects(overHttp1(origin.port));
  t.equal((await get(path)).status, 200, 'and serves the plain ones');
});

t.test('a head that never ends, and a connection that says nothing, are cut', async (t) => {
  const { origin } = await openStand(t, { times: { silentMs: 400, headMs: 200 } });
  const { certificate, key } = issue('one.example');
  origin.certify(certificate, key);
  const silent = connect(origin.port, '127.0.0.1').resume();
  const slow = connect(origin.port, '127.0.0.1').resume();
  const secure = connectTls({ port: origin.port, rejectUnauthorized: false }).resume();
  const dripping = setInterval(() => {
    for (const socket of [slow, secure]) if (socket.writable) socket.write('x-more: 1\r\n');
  }, 50);
  t.teardown(() => {
    clearInterval(dripping);
  });
  const closed = [silent, slow, secure].map((socket) => {
    // A reset is as good an end as any; `once` would throw it.
    socket.on('error', () => undefined);
    return new Promise((resolve) => socket.once('close', resolve));
  });
  for (const socket of [slow, secure]) {
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n`);
  }
  await Promise.all(closed);
  while (origin.figures().connections > 0) await setImmediate();
  t.pass('and nothing is left of them');
});

t.test('connections over the limit are told to try again, and the others go on', async (t) => {
  const { origin, get } = await openStand(t, { config: { hlsConnections: 2 } });
  t.equal((await get(path)).status, 200);
  const second = connect(origin.port, '127.0.0.1');
  t.teardown(() => {
    second.destroy();
  });
  await once(second, 'connect');
  while (origin.figures().connections < 2) await setImmediate();
  const sent = request({ port: origin.port, path, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  t.equal(response.statusCode, 503);
  t.equal(response.headers['retry-after'], '1');
  t.equal(response.headers['access-control-allow-origin'], '*');
  t.equal((await get(path)).status, 200, 'who was there before is served');
  t.ok(origin.figures().shed >= 1);
});

t.test('closing ends every connection, and can be repeated', async (t) => {
  const { origin } = await openStand(t);
  const socket = connect(origin.port, '127.0.0.1').resume();
  await once(socket, 'connect');
  while (origin.figures().connections < 1) await setImmediate();
  origin.close();
  origin.close();
  await once(socket, 'close');
  t.equal(origin.figures().connections, 0);
});
