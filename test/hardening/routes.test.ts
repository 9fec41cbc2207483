import t from 'tap';
import type { ErrorBody } from '#protocol/views.ts';
import { HeadlessClient, newShowId } from '#test/support/headless-client.ts';
import { LoudRoom } from './loud-room.ts';

/*
 * Every HTTP route that the server says it has, asked without a session, by an anonymous viewer, and by staff of
 * another show. A route that is new has no row below and fails here until somebody has thought about it. Commands are
 * walked in other-shows.test.ts.
 */
const room = await LoudRoom.open(t);
const { host } = room;
const otherShow = newShowId();
const draftShow = newShowId();
const draftTitle = 'Told to nobody';
await host.command('show.create-show', { showId: otherShow, title: 'Another', description: '' });
await host.command('show.create-show', { showId: draftShow, title: draftTitle, description: '' });
// What the routes answer with (server/http/routes/links.ts).
const { secret, link } = (await host.http('POST', '/api/links', {
  role: 'staff',
  label: 'Of another show',
  showId: otherShow,
})) as { secret: string; link: { linkId: string } };
const viewer = await room.stranger();
const staff = await HeadlessClient.signIn(room.server.origin, { link: secret });

/** Status for nobody, a viewer, staff of another show. */
type Row = readonly [number, number, number];
const everybody: Row = [200, 200, 200];
const operators: Row = [401, 403, 403];
const table: Readonly<Record<string, Row>> = {
  'GET /api/addresses': [401, 200, 200],
  'GET /api/links': operators,
  'POST /api/links': operators,
  'DELETE /api/links/{linkId}': operators,
  // Staff may; here it comes without a file.
  'POST /api/media': [401, 403, 400],
  'GET /api/sessions': operators,
  'POST /api/sessions': [201, 201, 201],
  'POST /api/sessions/refresh': [401, 401, 401],
  'DELETE /api/sessions/{sessionId}': operators,
  // Asked last of all: it signs out.
  'DELETE /api/sessions/current': [401, 204, 204],
  'GET /api/shows': [401, 200, 200],
  // A draft of others: the public is not told of it, staff of another show is refused.
  'GET /api/shows/{showId}': [401, 404, 403],
  'PUT /api/people/me': [401, 200, 200],
  // A person's own data: there is no way to name somebody else.
  'GET /api/me/contact': [401, 200, 200],
  'PUT /api/me/contact': [401, 200, 200],
  'DELETE /api/me/contact': [401, 204, 204],
  'GET /api/me/payment-method': [401, 200, 200],
  // Paid at the stall, the shop keeps no cards.
  'POST /api/me/payment-method': [401, 409, 409],
  'GET /api/push-key': [401, 200, 200],
  'PUT /api/me/push-subscription': [401, 204, 204],
  'DELETE /api/me/push-subscription': [401, 204, 204],
  // The crew has links of its own.
  'POST /api/sign-in': [401, 202, 403],
  'GET /api/outbox': operators,
  // Staff may; here it comes without a file.
  'POST /api/product-pictures': [401, 403, 400],
  // Nobody is paid over the net here; with a provider its signature decides (test/http/payment-notices.test.ts).
  'POST /api/payment-notices/stripe': [404, 404, 404],
  // Public: whoever doubts a receipt needs the key.
  'GET /api/auction-key': [200, 200, 200],
  // There is no such lot; one of a show that nobody knows of would answer the same.
  'GET /api/shows/{showId}/lots/{lotId}/log': [404, 404, 404],
  'POST /api/paddle-guests': [401, 403, 201],
  'GET /api/me/orders': [401, 200, 200],
  'GET /api/orders/{orderId}/receipt': [401, 404, 404],
  'GET /ca.crt': [404, 404, 404],
  'GET /healthz': everybody,
  'GET /readyz': everybody,
  // From this machine; others need an administrator's token.
  'GET /metrics': everybody,
  'GET /media/{mediaId}': [404, 404, 404],
};

const bodies: Readonly<Record<string, object>> = {
  'POST /api/links': { role: 'admin', label: 'Mine' },
  'POST /api/sessions': {},
  'PUT /api/people/me': { name: 'Vera' },
  'PUT /api/me/contact': {
    name: 'Vera',
    email: null,
    phone: null,
    address: null,
    language: 'en',
    wantsMail: true,
  },
  'PUT /api/me/push-subscription': {
    endpoint: 'https://push.example/vera',
    keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
    language: 'en',
  },
  'DELETE /api/me/push-subscription': { endpoint: 'https://push.example/vera' },
  'POST /api/paddle-guests': { name: 'Gast', phone: '' },
  'POST /api/me/payment-method': {},
  'POST /api/sign-in': { email: 'vera@example.com', language: 'en' },
};

/** The ids are of things that exist and are somebody else's. */
const pathOf = (route: string): string =>
  route
    .replace('{linkId}', link.linkId)
    .replace('{sessionId}', host.grant.session.sessionId)
    .replace('{showId}', draftShow)
    // Of these there are none; well formed, so that the answer is about rights.
    .replace('{lotId}', 'lot-of-nobody-01')
    .replace('{orderId}', 'order-of-nobody-1')
    .replace('{mediaId}', 'a'.repeat(64));

async function ask(route: string, token: string | undefined): Promise<Response> {
  const [method = 'GET', path = '/'] = route.split(' ');
  const headers = new Headers(token === undefined ? {} : { authorization: `Bearer ${token}` });
  const body = bodies[route];
  if (body !== undefined) headers.set('content-type', 'application/json');
  return fetch(room.server.origin + pathOf(path), {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
}

async function routesOfServer(): Promise<readonly string[]> {
  const answer = await fetch(`${room.server.origin}/api/docs/json`);
  // OpenAPI, made from the routes themselves.
  const { paths } = (await answer.json()) as { paths: Record<string, object> };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  return routes.filter((route) => !route.includes('/api/commands/') && !route.startsWith('HEAD '));
}

t.test('every route answers strangers as the table says, and tells no more', async (t) => {
  const routes = await routesOfServer();
  t.same([...routes].toSorted(), Object.keys(table).toSorted(), 'the table has every route');
  const last = 'DELETE /api/sessions/current';
  for (const route of [...routes.filter((one) => one !== last), last]) {
    const tokens = [undefined, viewer.grant.accessToken, staff.grant.accessToken];
    for (const [index, token] of tokens.entries()) {
      const answer = await ask(route, token);
      t.equal(answer.status, table[route]?.[index], `${route} for ${['nobody', 'a viewer', 'staff'][index]}`);
      const text = await answer.text();
      t.notOk(text.includes(draftTitle), 'no word of the draft');
      if (answer.status < 400) continue;
      // Every refusal has this body.
      const { error } = JSON.parse(text) as ErrorBody;
      t.match(error, { code: String, message: String, temporary: Boolean });
    }
  }
  t.ok(await host.http('GET', '/api/sessions'), 'the host is signed in as before');
});

t.test('pages of foreign origins change nothing, over HTTP and over the socket', async (t) => {
  const origins = [
    'https://evil.example',
    'null',
    room.server.origin.replace('http', 'https'),
    `${room.server.origin}.evil.example`,
  ];
  await room.withstands(t, async () => {
    for (const origin of origins) {
      const answer = await fetch(`${room.server.origin}/api/sessions`, {
        method: 'POST',
        headers: { origin },
      });
      t.equal(answer.status, 403, origin);
      t.equal(answer.headers.get('access-control-allow-origin'), null);
      const raw = room.attacker({ origin });
      t.equal(await raw.closed, 1006, 'no socket');
    }
  });
  await room.isQuiet();
});
