import { hostname } from 'node:os';
import { SignJWT } from 'jose';
import { test } from 'tap';
import { commandMethods } from '#protocol/methods/methods.ts';
import { roles, type Role } from '#protocol/roles.ts';
import type { ShowId } from '#domain/ids.ts';
import { pagePaths } from '#http/routes/pages.ts';
import { openHttpStand, tokenKey } from '../support/http-stand.ts';

const everyone = [...roles, 'nobody'] as const;
const signedIn: readonly Role[] = roles;
const operators: readonly Role[] = ['admin'];
const guests: readonly Role[] = ['viewer'];
const linkGivers: readonly Role[] = ['admin', 'host'];
const uploaders: readonly Role[] = ['admin', 'host', 'staff'];

/** The role table over HTTP: who gets past the door of each route. What a command then refuses is the core's to say. */
const doors: Readonly<Record<string, readonly string[]>> = {
  'POST /api/sessions': everyone,
  'POST /api/sessions/refresh': everyone,
  'DELETE /api/sessions/current': signedIn,
  'GET /api/sessions': operators,
  'DELETE /api/sessions/session-00000001': operators,
  'PUT /api/people/me': signedIn,
  'POST /api/links': linkGivers,
  'GET /api/links': linkGivers,
  'DELETE /api/links/link-00000001': linkGivers,
  'GET /api/shows': signedIn,
  'GET /api/shows/show-00000001': signedIn,
  'GET /api/shows/show-00000001/lots/lot-00000001/log': everyone,
  'GET /api/auction-key': everyone,
  'POST /api/media': uploaders,
  'POST /api/product-pictures': uploaders,
  'POST /api/paddle-guests': uploaders,
  'POST /api/payment-notices/stripe': everyone,
  'GET /api/me/orders': signedIn,
  'GET /api/orders/order-00000001/receipt': signedIn,
  'GET /api/me/contact': signedIn,
  'PUT /api/me/contact': signedIn,
  'DELETE /api/me/contact': signedIn,
  'GET /api/me/payment-method': signedIn,
  'POST /api/me/payment-method': signedIn,
  'POST /api/sign-in': guests,
  'GET /api/push-key': signedIn,
  'PUT /api/me/push-subscription': signedIn,
  'DELETE /api/me/push-subscription': signedIn,
  'GET /api/outbox': operators,
  'GET /api/addresses': signedIn,
  ...Object.fromEntries(Object.keys(commandMethods).map((name) => [`POST /api/commands/${name}`, signedIn])),
};

test('every route lets in exactly the roles it should', async (t) => {
  const stand = await openHttpStand(t);
  for (const [door, allowed] of Object.entries(doors)) {
    const [method = '', url = ''] = door.split(' ');
    for (const role of everyone) {
      const headers = role === 'nobody' ? {} : await stand.signIn(role);
      const answer = await stand.app.inject({ method: method as 'GET', url, headers, payload: {} });
      const code = answer.body.startsWith('{"error"')
        ? answer.json<{ error: { code: string } }>().error.code
        : '';
      const refresh = url === '/api/sessions/refresh';
      const isLetIn = refresh || (role === 'nobody' ? code !== 'token-missing' : code !== 'forbidden');
      // Inside, the core has its own say: a viewer may call a command and be refused there by the same code.
      if (!url.includes('/api/commands/')) t.equal(isLetIn, allowed.includes(role), `${door} as ${role}`);
      else t.equal(code === 'token-missing', role === 'nobody', `${door} as ${role}`);
    }
  }
});

test('the table above knows every route of the API', async (t) => {
  const stand = await openHttpStand(t);
  await stand.app.ready();
  const known = new Set(Object.keys(doors).map((door) => door.replaceAll(/[a-z]+-00000001/g, ':id')));
  const document = stand.app.swagger();
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const method of Object.keys(methods)) {
      if (!path.startsWith('/api/')) continue;
      t.ok(known.has(`${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, ':id')}`), `${method} ${path}`);
    }
  }
});

test('forged, expired, foreign and malformed tokens are refused, each by its own code', async (t) => {
  const stand = await openHttpStand(t);
  const viewer = await stand.signIn('viewer');
  const genuine = viewer.authorization.slice('Bearer '.length);
  const [header = '', body = '', signature = ''] = genuine.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const otherKey = new Uint8Array(32).fill(9);
  const sign = (payload: Record<string, unknown>, key = tokenKey) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).sign(key);
  const bad: Record<string, string> = {
    'a raised role under the old signature': `${header}.${encode({ ...claims, role: 'admin' })}.${signature}`,
    'no signature': `${encode({ alg: 'none' })}.${body}.`,
    'alg none with a signature': `${encode({ alg: 'none' })}.${body}.${signature}`,
    'the key of another server': await sign(claims, otherKey),
    'another issuer': await sign({ ...claims, iss: 'elsewhere' }),
    'a role that does not exist': await sign({ ...claims, role: 'root' }),
    'no end': await sign({ ...claims, exp: undefined }),
    'not a token': 'abc',
    'a very long one': `${'a'.repeat(5000)}.b.c`,
  };
  const codeOf = async (token: string): Promise<string> => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await stand.app.inject({ url: '/api/shows', headers });
    t.equal(answer.statusCode, 401);
    return answer.json<{ error: { code: string } }>().error.code;
  };
  for (const [what, token] of Object.entries(bad)) t.equal(await codeOf(token), 'token-invalid', what);
  stand.clock.nowMs += 600_000;
  t.equal(await codeOf(genuine), 'token-expired');
});

test('a host gives links for shows within his scope, never an admin link', async (t) => {
  const stand = await openHttpStand(t);
  const mine = 'show-mine-1' as ShowId;
  const give = async (headers: { authorization: string }, body: object): Promise<number> =>
    (await stand.app.inject({ method: 'POST', url: '/api/links', payload: body, headers })).statusCode;
  const host = await stand.signIn('host', mine);
  t.equal(await give(host, { role: 'staff', showId: mine, label: 'Till' }), 201);
  t.equal(await give(host, { role: 'staff', showId: 'show-other', label: 'Till' }), 403);
  t.equal(await give(host, { role: 'staff', label: 'Till' }), 403);
  t.equal(await give(host, { role: 'admin', label: 'Me' }), 403);
  const admin = await stand.signIn('admin');
  t.equal(await give(admin, { role: 'admin', label: 'Second' }), 201);
  t.equal(await give(admin, { role: 'admin', showId: mine, label: 'No' }), 403);
  const seen = await stand.app.inject({ url: '/api/links', headers: host });
  t.equal(seen.json<{ links: object[] }>().links.length, 2, 'his own way in and the one he made');
  t.notMatch(seen.body, /secret/i);
});

test('a name that a stranger points at this machine is not ours, its own names and addresses are', async (t) => {
  const stand = await openHttpStand(t, { certificateNames: ['stall.example', '*.shop.example'] });
  const from = async (host: string): Promise<number> => {
    const headers = { origin: `http://${host}`, host };
    return (await stand.app.inject({ method: 'POST', url: '/api/sessions', payload: {}, headers }))
      .statusCode;
  };
  for (const host of ['evil.example:80', 'a.b.shop.example', 'localhost.evil.example']) {
    t.equal(await from(host), 403, host);
  }
  const own = hostname().toLowerCase();
  for (const host of ['192.0.2.7:8080', '[2001:db8::1]:80', 'stall.example', 'a.shop.example', own]) {
    t.equal(await from(host), 201, host);
  }
});

test('a page of another site cannot act, one of ours and a program can', async (t) => {
  const stand = await openHttpStand(t, { publicOrigins: ['https://shop.example'] });
  const as = async (headers: Record<string, string>): Promise<number> =>
    (await stand.app.inject({ method: 'POST', url: '/api/sessions', payload: {}, headers })).statusCode;
  t.equal(await as({}), 201);
  t.equal(await as({ origin: 'http://localhost:80', host: 'localhost:80' }), 201);
  t.equal(await as({ origin: 'https://shop.example' }), 201);
  for (const origin of ['https://evil.example', 'null', 'http://localhost:81', 'https://localhost:80']) {
    t.equal(await as({ origin, host: 'localhost:80' }), 403, origin);
  }
  t.equal(await as({ 'sec-fetch-site': 'cross-site' }), 403);
});

test('pages are for everybody', async (t) => {
  const stand = await openHttpStand(t);
  for (const path of pagePaths) {
    const answer = await stand.app.inject(path.replace(':showId', 'show-00000001'));
    t.equal(answer.statusCode, 200, path);
  }
});
