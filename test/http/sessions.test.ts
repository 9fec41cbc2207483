import { test } from 'tap';
import { errorTable } from '#protocol/errors.ts';
import type { SessionGrant } from '#protocol/views.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

const post = (stand: HttpStand, url: string, body: object, headers: Record<string, string> = {}) =>
  stand.app.inject({ method: 'POST', url, payload: body, headers });

/** `name=value` of the cookie an answer sets. */
const cookieOf = (answer: { headers: Record<string, unknown> }): string =>
  String(answer.headers['set-cookie']).split(';')[0] ?? '';

test('an anonymous viewer gets a session, a made-up name and a cookie that scripts cannot read', async (t) => {
  const stand = await openHttpStand(t);
  const answer = await post(stand, '/api/sessions', {});
  t.equal(answer.statusCode, 201);
  const { session, expiresAtMs } = answer.json<SessionGrant>();
  t.match(session, { role: 'viewer', showId: null, name: /^Guest \d{4}$/ });
  t.equal(expiresAtMs, stand.clock.nowMs + 600_000);
  const cookie = String(answer.headers['set-cookie']);
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/api/sessions']) t.ok(cookie.includes(part), part);
  t.notOk(cookie.includes('Secure'), 'plain HTTP on localhost');
  t.equal(answer.headers['cache-control'], 'no-store');
});

test('a chosen name is kept as it was meant: trimmed, composed, any script', async (t) => {
  const stand = await openHttpStand(t);
  const names = { '  Zoe\u0301  ': 'Zoé', ليلى: 'ليلى', '👩‍👩‍👧 Kim': '👩‍👩‍👧 Kim' };
  for (const [said, kept] of Object.entries(names)) {
    const answer = await post(stand, '/api/sessions', { name: said });
    t.equal(answer.json<SessionGrant>().session.name, kept);
  }
});

test('a name that is empty, too long or not displayable is refused', async (t) => {
  const stand = await openHttpStand(t);
  const names = [
    '',
    '   ',
    'a'.repeat(41),
    'a\u202Eb',
    'a\u0000b',
    '\u200B',
    'a\nb',
    `a${'\u0301'.repeat(9)}`,
  ];
  for (const name of names) {
    const answer = await post(stand, '/api/sessions', { name });
    t.equal(answer.statusCode, errorTable['name-invalid'].httpStatus, JSON.stringify(name));
    t.equal(answer.json<{ error: { code: string } }>().error.code, 'name-invalid');
  }
});

test('a magic link gives its role, an unknown or used-up one nothing', async (t) => {
  const stand = await openHttpStand(t);
  const admin = await stand.signIn('admin');
  const body = { role: 'staff', showId: 'show-0001', label: 'Till', maximumUses: 1 };
  const made = await post(stand, '/api/links', body, admin);
  t.equal(made.statusCode, 201);
  const { secret } = made.json<{ secret: string }>();
  const first = await post(stand, '/api/sessions', { link: secret });
  t.match(first.json(), { session: { role: 'staff', showId: 'show-0001', name: 'Till' } });
  for (const link of [secret, 'x'.repeat(43)]) {
    const again = await post(stand, '/api/sessions', { link });
    t.equal(again.json<{ error: { code: string } }>().error.code, 'link-invalid');
  }
});

test('a browser that opens a link stays the same person', async (t) => {
  const stand = await openHttpStand(t);
  const viewer = await post(stand, '/api/sessions', { name: 'Ada' });
  const host = await post(
    stand,
    '/api/sessions',
    { link: await stand.link('host') },
    { cookie: cookieOf(viewer) },
  );
  const [before, after] = [viewer, host].map((answer) => answer.json<SessionGrant>().session);
  t.equal(after?.personId, before?.personId);
  t.match(after, { role: 'host', name: 'Ada' });
});

test('a refresh rotates the cookie; two tabs with the old one get the same successor', async (t) => {
  const stand = await openHttpStand(t);
  const old = cookieOf(await post(stand, '/api/sessions', {}));
  const first = await post(stand, '/api/sessions/refresh', {}, { cookie: old });
  t.equal(first.statusCode, 200);
  t.not(cookieOf(first), old);
  stand.clock.nowMs += 29_000;
  const second = await post(stand, '/api/sessions/refresh', {}, { cookie: old });
  t.equal(second.statusCode, 200);
  t.equal(cookieOf(second), cookieOf(first));
});

test('an answer that was lost does no harm: the retry gets the same successor, however late', async (t) => {
  const stand = await openHttpStand(t);
  const old = cookieOf(await post(stand, '/api/sessions', {}));
  const lost = await post(stand, '/api/sessions/refresh', {}, { cookie: old });
  stand.clock.nowMs += 3_600_000;
  const retried = await post(stand, '/api/sessions/refresh', {}, { cookie: old });
  t.equal(retried.statusCode, 200);
  t.equal(cookieOf(retried), cookieOf(lost));
});

test('a cookie used again after its successor was used ends the session for the thief and the owner', async (t) => {
  const stand = await openHttpStand(t);
  const old = cookieOf(await post(stand, '/api/sessions', {}));
  const renewed = await post(stand, '/api/sessions/refresh', {}, { cookie: old });
  const { accessToken, session } = renewed.json<SessionGrant>();
  const revoked: string[] = [];
  stand.identity.onRevoked((sessionId) => revoked.push(sessionId));
  await stand.identity.verify(accessToken);
  stand.clock.nowMs += 31_000;
  const thief = await post(stand, '/api/sessions/refresh', {}, { cookie: old });
  t.equal(thief.json<{ error: { code: string } }>().error.code, 'session-revoked');
  t.match(String(thief.headers['set-cookie']), /Expires=Thu, 01 Jan 1970/);
  t.same(revoked, [session.sessionId]);
  const owner = await post(stand, '/api/sessions/refresh', {}, { cookie: cookieOf(renewed) });
  t.equal(owner.json<{ error: { code: string } }>().error.code, 'session-revoked');
  const lobby = await stand.app.inject({
    url: '/api/shows',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  t.equal(lobby.json<{ error: { code: string } }>().error.code, 'session-revoked');
});

test('a refresh without a cookie, with a forged one or after a long absence is refused', async (t) => {
  const stand = await openHttpStand(t, { sessionIdleMs: 60_000 });
  const codeOf = async (cookie?: string): Promise<string> => {
    const answer = await post(stand, '/api/sessions/refresh', {}, cookie === undefined ? {} : { cookie });
    return answer.json<{ error: { code: string } }>().error.code;
  };
  t.equal(await codeOf(), 'token-missing');
  const genuine = cookieOf(await post(stand, '/api/sessions', {}));
  t.equal(await codeOf(genuine.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'))), 'token-invalid');
  t.equal(await codeOf(genuine.replace('.1.', '.2.')), 'token-invalid');
  stand.clock.nowMs += 60_001;
  t.equal(await codeOf(genuine), 'token-invalid');
});

test('signing out ends the session at once and takes the cookie away', async (t) => {
  const stand = await openHttpStand(t);
  const viewer = await stand.signIn('viewer');
  const out = await stand.app.inject({ method: 'DELETE', url: '/api/sessions/current', headers: viewer });
  t.equal(out.statusCode, 204);
  t.match(String(out.headers['set-cookie']), /^popstage_refresh=;/);
  const next = await stand.app.inject({ url: '/api/shows', headers: viewer });
  t.equal(next.json<{ error: { code: string } }>().error.code, 'session-revoked');
});

test('an admin sees who is signed in and ends a session; revoking a link ends those that came through it', async (t) => {
  const stand = await openHttpStand(t);
  const admin = await stand.signIn('admin');
  const host = await stand.signIn('host');
  const listed = await stand.app.inject({ url: '/api/sessions', headers: admin });
  const { sessions } = listed.json<{ sessions: { sessionId: string; role: string; linkId: string }[] }>();
  t.same(sessions.map(({ role }) => role).sort(), ['admin', 'host']);
  t.notMatch(listed.body, /generation|rotatedAtMs/);
  const found = sessions.find(({ role }) => role === 'host');
  const ended = await stand.app.inject({
    method: 'DELETE',
    url: `/api/links/${found?.linkId}`,
    headers: admin,
  });
  t.equal(ended.statusCode, 204);
  t.equal((await stand.app.inject({ url: '/api/shows', headers: host })).statusCode, 401);
});

test('a rename is seen in the next session list, and bad names are refused', async (t) => {
  const stand = await openHttpStand(t);
  const admin = await stand.signIn('admin');
  const put = (name: string) =>
    stand.app.inject({ method: 'PUT', url: '/api/people/me', payload: { name }, headers: admin });
  t.same((await put(' Ops ')).json(), { name: 'Ops' });
  t.equal((await put('\u202E')).statusCode, 422);
  t.match((await stand.app.inject({ url: '/api/sessions', headers: admin })).body, /"name":"Ops"/);
});
