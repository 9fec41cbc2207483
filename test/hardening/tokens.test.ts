import { hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import t from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { HeadlessClient } from '#test/support/headless-client.ts';
import { LoudRoom } from './loud-room.ts';

/*
 * Tokens that are not what they seem, on the socket and over HTTP, against a real server. `real` is a key that the
 * thief cannot have: what is refused under it is refused for what it says.
 */
const room = await LoudRoom.open(t);
const viewer = await room.stranger();
const { accessToken } = viewer.grant;
const secret = await readFile(join(room.server.dataDir, 'keys', 'sessions.key'));
const real = new Uint8Array(hkdfSync('sha256', secret, '', 'popstage access token', 32));
const code = (reason: keyof typeof closeCodes): number => closeCodes[reason].code;

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const [head = '', body = '', signature = ''] = accessToken.split('.');
// The server made it a moment ago.
const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
const nowS = Math.floor(Date.now() / 1000);

const signed = (
  changes: Record<string, unknown>,
  key: Uint8Array = real,
  header: { alg: string; typ?: string } = { alg: 'HS256', typ: 'JWT' },
): Promise<string> => new SignJWT({ ...claims, ...changes }).setProtectedHeader(header).sign(key);

const forgeries: readonly (readonly [string, string, 'token-invalid' | 'token-expired'])[] = [
  ['without a signature', `${head}.${body}.`, 'token-invalid'],
  ['of algorithm none', `${base64({ alg: 'none', typ: 'JWT' })}.${body}.`, 'token-invalid'],
  [
    'of algorithm NONE with the old signature',
    `${base64({ alg: 'NONE' })}.${body}.${signature}`,
    'token-invalid',
  ],
  ['whose role was changed', `${head}.${base64({ ...claims, role: 'admin' })}.${signature}`, 'token-invalid'],
  [
    'whose person was changed',
    `${head}.${base64({ ...claims, sub: 'person-of-another' })}.${signature}`,
    'token-invalid',
  ],
  ['signed with another key', await signed({}, randomBytes(32)), 'token-invalid'],
  ['signed with the empty key', await signed({}, new Uint8Array(32)), 'token-invalid'],
  ['of another algorithm', await signed({}, Buffer.concat([real, real]), { alg: 'HS512' }), 'token-invalid'],
  ['of another issuer', await signed({ iss: 'elsewhere' }), 'token-invalid'],
  ['of a role there is not', await signed({ role: 'owner' }), 'token-invalid'],
  ['without a session', await signed({ sid: undefined }), 'token-invalid'],
  ['of a session there never was', await signed({ sid: 'session-of-nobody' }), 'token-invalid'],
  ['that ended', await signed({ iat: nowS - 700, exp: nowS - 100 }), 'token-expired'],
  ['that never ends', await signed({ exp: undefined }), 'token-invalid'],
];

for (const [what, token, reason] of forgeries) {
  t.test(`a token ${what} opens nothing`, async (t) => {
    const raw = await room.attacker().opened();
    raw.tell({ type: 'hello', protocol: 1, token });
    t.equal(await raw.closed, code(reason), 'no socket');
    t.notOk(raw.messages.some(({ type }) => type === 'welcome'));
    const answer = await fetch(`${room.server.origin}/api/shows`, {
      headers: { authorization: `Bearer ${token}` },
    });
    t.equal(answer.status, 401, 'no route');
    const { error } = (await answer.json()) as { error: { code: string } };
    t.equal(error.code, reason);
  });
}

t.test('a token in any other dress is no token', async (t) => {
  const dresses = [
    `bearer ${accessToken}`,
    `Bearer  ${accessToken}`,
    `Basic ${accessToken}`,
    accessToken,
    'Bearer a.b',
  ];
  for (const authorization of dresses) {
    const { status } = await fetch(`${room.server.origin}/api/shows`, { headers: { authorization } });
    t.equal(status, 401);
  }
  const inAddress = await fetch(`${room.server.origin}/api/shows?token=${accessToken}`);
  t.equal(inAddress.status, 401, 'nor in the address, where it would be logged');
});

t.test('a wave of forged tokens costs the room nothing', async (t) => {
  await room.withstands(t, async () => {
    const waves = Array.from({ length: 20 }, () => forgeries.map(([, token]) => token)).flat();
    const codes = waves.map(async (token) => {
      const raw = await room.attacker().opened();
      raw.tell({ type: 'hello', protocol: 1, token });
      return raw.closed;
    });
    t.notOk((await Promise.all(codes)).some((closed) => closed < code('token-expired')));
  });
  await room.isQuiet();
});

t.test('a running socket takes no token of somebody else, and none that is forged', async (t) => {
  const other = (await room.stranger()).grant.accessToken;
  for (const [token, reason] of [
    [other, 'token-invalid'],
    [await signed({ role: 'admin' }, randomBytes(32)), 'token-invalid'],
    [await signed({ exp: nowS - 100 }), 'token-expired'],
  ] as const) {
    const raw = await room.attacker().hello(accessToken);
    raw.tell({ type: 'token', token });
    t.equal(await raw.closed, code(reason));
  }
});

t.test('a revoked session loses its sockets, its token and its way back', async (t) => {
  const ending = await room.stranger();
  const raw = await room.attacker().hello(ending.grant.accessToken);
  await room.withstands(t, () => room.host.http('DELETE', `/api/sessions/${ending.grant.session.sessionId}`));
  t.equal(await raw.closed, code('session-revoked'));
  const again = await room.attacker().opened();
  again.tell({ type: 'hello', protocol: 1, token: ending.grant.accessToken });
  t.equal(await again.closed, code('session-revoked'), 'replayed');
  await t.rejects(ending.http('GET', '/api/shows'), { code: 'session-revoked' });
  await t.rejects(
    ending.http('POST', '/api/commands/room.send-message', {
      commandId: 'command-replayed',
      showId: room.showId,
      messageId: 'message-replayed',
      text: 'Still here',
      replyToId: null,
      mentionIds: [],
      audience: 'room',
    }),
    { code: 'session-revoked' },
  );
});

t.test('a refresh cookie that was copied ends the session once both have used it', async (t) => {
  const { origin } = room.server;
  const refresh = (cookie: string) =>
    fetch(`${origin}/api/sessions/refresh`, { method: 'POST', headers: { cookie } });
  const cookieOf = (answer: Response): string => answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const first = cookieOf(await fetch(`${origin}/api/sessions`, { method: 'POST' }));
  const second = cookieOf(await refresh(first));
  const third = cookieOf(await refresh(second));
  t.not(second, third);
  t.equal((await refresh(first)).status, 401, 'two generations old: a copy');
  t.equal((await refresh(third)).status, 401, 'and the session is over for both');
});

t.test('a magic link that was used up, revoked or guessed lets nobody in', async (t) => {
  // What the route answers with (server/http/routes/links.ts).
  const { secret: once, link } = (await room.host.http('POST', '/api/links', {
    role: 'moderator',
    label: 'Once',
    maximumUses: 1,
  })) as { secret: string; link: { linkId: string } };
  await HeadlessClient.signIn(room.server.origin, { link: once });
  const refused = { code: 'link-invalid' };
  await t.rejects(HeadlessClient.signIn(room.server.origin, { link: once }), refused);
  await room.host.http('DELETE', `/api/links/${link.linkId}`);
  await t.rejects(HeadlessClient.signIn(room.server.origin, { link: once }), refused);
  const guess = randomBytes(32).toString('base64url');
  await t.rejects(HeadlessClient.signIn(room.server.origin, { link: guess }), refused);
});
