import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import websocket from '@fastify/websocket';
import { test, type Test } from 'tap';
import { WebSocket } from 'ws';
import { provideLocalCertificate, type ServerCertificate } from '#http/certificate/local-certificate.ts';
import { openListeners, PortTakenError, type Listeners } from '#http/listeners.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

const host = '127.0.0.1';
const free = { host, port: 0, isFixed: false };

const toPem = (der: Uint8Array | undefined): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der ?? []).toString('base64')}\n-----END CERTIFICATE-----\n`;

interface Doors {
  readonly stand: HttpStand;
  readonly listeners: Listeners;
  readonly certificate: ServerCertificate;
  /** What a phone has that installed our root, and nothing else. */
  readonly trust: { readonly ca: string };
  readonly httpsPort: number;
}

async function openDoors(t: Test): Promise<Doors> {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-listeners-'));
  const certificate = await provideLocalCertificate(folder, [], Date.now());
  const stand = await openHttpStand(t);
  await stand.app.register(websocket);
  stand.app.get('/api/echo', { websocket: true }, (socket) => {
    socket.on('message', (data: Buffer) => socket.send(data));
  });
  const listeners = await openListeners(stand.app, { http: free, https: free }, certificate);
  t.teardown(async () => {
    await listeners.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const httpsPort = listeners.https?.port ?? 0;
  return { stand, listeners, certificate, trust: { ca: toPem(certificate.authority) }, httpsPort };
}

test('a device that trusts the root speaks HTTP/2 without a warning', async (t) => {
  const { trust, httpsPort } = await openDoors(t);
  const session = connectHttp2(`https://localhost:${httpsPort}`, trust);
  t.teardown(() => session.destroy());
  const stream = session.request({
    ':method': 'POST',
    ':path': '/api/sessions',
    'content-type': 'application/json',
  });
  stream.end('{"name":"Ada"}');
  // Node hands the headers of the answer to this event.
  const [headers] = (await once(stream, 'response')) as [Record<string, string>];
  t.equal(headers[':status'], 201);
  t.match(JSON.parse(await text(stream)), { session: { name: 'Ada' } });
  t.match(String(headers['set-cookie']), /^__Secure-popstage_refresh=.*; HttpOnly; Secure; SameSite=Strict/);
  t.match(headers['content-security-policy'], new RegExp(`wss://localhost:${httpsPort};`));
  t.equal(session.alpnProtocol, 'h2');
});

test('HTTP/1.1 over TLS works beside it, and the certificate holds for the address as for the name', async (t) => {
  const { trust, httpsPort } = await openDoors(t);
  for (const name of ['localhost', host]) {
    const sent = requestTls(`https://${name}:${httpsPort}/healthz`, trust);
    sent.end();
    // Node hands the answer to this event.
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    t.equal(answer.statusCode, 200, name);
    t.equal(await text(answer), '{"status":"ok"}');
  }
});

test('a device that does not trust the root refuses', async (t) => {
  const { httpsPort } = await openDoors(t);
  const socket = connectTls({ host: 'localhost', port: httpsPort, servername: 'localhost' });
  await t.rejects(once(socket, 'secureConnect'), { code: /SELF_SIGNED|UNABLE_TO_VERIFY/ });
});

test('a socket opens through both doors', async (t) => {
  const { listeners, trust, httpsPort } = await openDoors(t);
  const urls = [`ws://${host}:${listeners.http.port}/api/echo`, `wss://localhost:${httpsPort}/api/echo`];
  for (const url of urls) {
    const socket = new WebSocket(url, trust);
    await once(socket, 'open');
    socket.send('hello');
    const [data] = (await once(socket, 'message')) as [Buffer];
    t.equal(data.toString(), 'hello', url);
    socket.terminate();
  }
});

test('a new certificate is served to the next handshake without a restart', async (t) => {
  const { listeners, httpsPort } = await openDoors(t);
  const folder = mkdtempSync(join(tmpdir(), 'popstage-listeners-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const next = await provideLocalCertificate(folder, [], Date.now());
  listeners.replaceCertificate(next);
  const socket = connectTls({ host, port: httpsPort, servername: 'localhost', ca: toPem(next.authority) });
  await t.resolves(once(socket, 'secureConnect'));
  socket.destroy();
});

test('closing ends idle connections of both versions, twice is harmless', async (t) => {
  const { listeners, trust, httpsPort } = await openDoors(t);
  const session = connectHttp2(`https://localhost:${httpsPort}`, trust);
  const socket = connectTls({
    host,
    port: httpsPort,
    servername: 'localhost',
    ...trust,
    ALPNProtocols: ['http/1.1'],
  });
  await Promise.all([once(session, 'connect'), once(socket, 'secureConnect')]);
  const ended = Promise.all([once(session, 'close'), once(socket, 'close')]);
  socket.on('error', () => undefined);
  await listeners.close();
  await listeners.close();
  await t.resolves(ended);
});

async function takePort(t: Test): Promise<number> {
  const taken = createServer().listen({ host, port: 0 });
  await once(taken, 'listening');
  t.teardown(() => taken.close());
  // A TCP server that listens has a port.
  return (taken.address() as AddressInfo).port;
}

test('a port that is taken is said plainly when it was chosen, and left for a free one when it was not', async (t) => {
  const port = await takePort(t);
  const chosen = await openHttpStand(t);
  const refused = openListeners(chosen.app, { http: { host, port, isFixed: true } }, undefined);
  await t.rejects(refused, PortTakenError);
  await t.rejects(refused, { message: new RegExp(`Port ${port} on ${host} is used by another program`) });
  const easy = await openHttpStand(t);
  const { http } = await openListeners(easy.app, { http: { host, port, isFixed: false } }, undefined);
  t.match(http, { insteadOf: port });
  t.not(http.port, port);
  t.equal((await fetch(`http://${host}:${http.port}/healthz`)).status, 200);
});
