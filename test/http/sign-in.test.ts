import { test } from 'tap';
import type { SessionGrant } from '#protocol/views.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

const minuteMs = 60_000;

/** A browser: its cookie, its token, and the person it is. */
interface Browser {
  cookie: string;
  token: string;
  personId: string;
}

async function visit(stand: HttpStand, link?: string, browser?: Browser): Promise<Browser & SessionGrant> {
  const headers = browser === undefined ? {} : { cookie: browser.cookie };
  const payload = link === undefined ? {} : { link };
  const answer = await stand.app.inject({ method: 'POST', url: '/api/sessions', headers, payload });
  if (answer.statusCode !== 201) throw new Error(answer.json<{ error: { code: string } }>().error.code);
  const grant = answer.json<SessionGrant>();
  const [cookie = ''] = String(answer.headers['set-cookie']).split(';');
  return { ...grant, cookie, token: grant.accessToken, personId: grant.session.personId };
}

const ask = (stand: HttpStand, { token }: Browser, email: string) =>
  stand.app.inject({
    method: 'POST',
    url: '/api/sign-in',
    payload: { email, language: 'en' },
    headers: { authorization: `Bearer ${token}` },
  });

/** The secret of the latest mail to an address. */
async function secretFor(stand: HttpStand, email: string): Promise<string> {
  const mail = (await stand.buyers.messages.list(100)).find(({ recipient }) => recipient === email);
  const [, secret = ''] = /^https:\/\/shop\.example\/enter#([\w-]{43})$/.exec(mail?.link ?? '') ?? [];
  return secret;
}

/** Asks from a browser and opens the mail in the same one or another. */
async function signIn(stand: HttpStand, asker: Browser, email: string, opener: Browser | undefined = asker) {
  const asked = await ask(stand, asker, email);
  if (asked.statusCode !== 202) throw new Error(asked.body);
  stand.clock.nowMs += 1000;
  return visit(stand, await secretFor(stand, email.toLowerCase()), opener);
}

test('a guest who proves a new address stays who he is, as a viewer whom the shop knows', async (t) => {
  const stand = await openHttpStand(t);
  const guest = await visit(stand);
  t.notOk((await stand.identity.verify(guest.token)).isKnown);
  const signedIn = await signIn(stand, guest, 'anna@example.com');
  t.equal(signedIn.personId, guest.personId);
  t.equal(signedIn.previousPersonId, undefined);
  t.match(await stand.identity.verify(signedIn.token), { role: 'viewer', showId: null, isKnown: true });
  t.equal((await stand.buyers.contacts.findByEmail('anna@example.com'))?.personId, guest.personId);
});

test('the same address makes another device the same person, and says who it was before', async (t) => {
  const stand = await openHttpStand(t);
  const desk = await signIn(stand, await visit(stand), 'anna@example.com');
  const phone = await visit(stand);
  const signedIn = await signIn(stand, phone, 'Anna@EXAMPLE.com');
  t.equal(signedIn.personId, desk.personId);
  t.equal(signedIn.previousPersonId, phone.personId);
  const again = await signIn(stand, signedIn, 'anna@example.com');
  t.equal(again.previousPersonId, undefined);
});

test('the mail may be opened in a browser that never was here', async (t) => {
  const stand = await openHttpStand(t);
  const desk = await signIn(stand, await visit(stand), 'anna@example.com');
  t.equal((await ask(stand, await visit(stand), 'anna@example.com')).statusCode, 202);
  const elsewhere = await visit(stand, await secretFor(stand, 'anna@example.com'));
  t.equal(elsewhere.personId, desk.personId);
});

test('whoever asks with the address of somebody else shares no person with its reader', async (t) => {
  const stand = await openHttpStand(t);
  const attacker = await visit(stand);
  const victim = await visit(stand);
  const opened = await signIn(stand, attacker, 'victim@example.com', victim);
  t.not(opened.personId, attacker.personId, 'the one who asked does not see what the reader buys');
  const owner = await stand.buyers.contacts.findByEmail('victim@example.com');
  t.equal(owner?.personId, opened.personId);
});

test('whoever sends his own link to somebody else does not get that person’s account', async (t) => {
  const stand = await openHttpStand(t);
  const attacker = await visit(stand);
  const victim = await visit(stand);
  await signIn(stand, attacker, 'attacker@example.com', victim);
  const owner = await stand.buyers.contacts.findByEmail('attacker@example.com');
  t.not(owner?.personId, victim.personId);
});

test('an address that was only typed into a form signs nobody in as the one who typed it', async (t) => {
  const stand = await openHttpStand(t);
  const typist = await visit(stand);
  const contact = { name: null, email: 'anna@example.com', phone: null, address: null };
  const saved = await stand.app.inject({
    method: 'PUT',
    url: '/api/me/contact',
    payload: { ...contact, language: 'en', wantsMail: true },
    headers: { authorization: `Bearer ${typist.token}` },
  });
  t.equal(saved.statusCode, 200);
  const anna = await visit(stand);
  t.equal((await signIn(stand, anna, 'anna@example.com')).personId, anna.personId);
});

test('a mailed link works once and for twenty minutes', async (t) => {
  const stand = await openHttpStand(t);
  const guest = await visit(stand);
  await ask(stand, guest, 'anna@example.com');
  const secret = await secretFor(stand, 'anna@example.com');
  await visit(stand, secret, guest);
  await t.rejects(visit(stand, secret, guest), /link-invalid/);
  await ask(stand, guest, 'ben@example.com');
  stand.clock.nowMs += 20 * minuteMs;
  await t.rejects(visit(stand, await secretFor(stand, 'ben@example.com'), guest), /link-invalid/);
});

test('the answer is the same for addresses that are known and that are not', async (t) => {
  const stand = await openHttpStand(t);
  const guest = await signIn(stand, await visit(stand), 'known@example.com');
  const [known, unknown] = [
    await ask(stand, guest, 'known@example.com'),
    await ask(stand, guest, 'unknown@example.com'),
  ];
  t.equal(known.statusCode, 202);
  t.equal(unknown.statusCode, 202);
  t.equal(known.body, unknown.body);
});

test('an address is written to five times in a quarter of an hour, whoever asks and however it is written', async (t) => {
  const stand = await openHttpStand(t);
  for (const email of [
    'anna@example.com',
    'Anna@example.com',
    'ANNA@EXAMPLE.COM',
    'anna@Example.com',
    'anna@example.com',
  ]) {
    t.equal((await ask(stand, await visit(stand), email)).statusCode, 202);
  }
  const refused = await ask(stand, await visit(stand), 'anna@example.com');
  t.equal(refused.statusCode, 429);
  t.match(refused.json(), { error: { code: 'rate-limited' } });
  t.equal((await ask(stand, await visit(stand), 'ben@example.com')).statusCode, 202);
  stand.clock.nowMs += 15 * minuteMs + 1;
  t.equal((await ask(stand, await visit(stand), 'anna@example.com')).statusCode, 202);
});

test('one network address asks so often a minute, whatever it asks for', async (t) => {
  const stand = await openHttpStand(t, { signInsPerMinute: 3 });
  const guest = await visit(stand);
  for (const n of [1, 2, 3]) t.equal((await ask(stand, guest, `a${n}@example.com`)).statusCode, 202);
  t.equal((await ask(stand, guest, 'a4@example.com')).statusCode, 429);
});

test('what is no address is refused, and nothing is written', async (t) => {
  const stand = await openHttpStand(t);
  const answer = await ask(stand, await visit(stand), 'anna@example.com, eve@example.com');
  t.equal(answer.statusCode, 422);
  t.match(answer.json(), { error: { code: 'email-invalid' } });
  t.same(await stand.buyers.messages.list(10), []);
});

test('neither addresses nor secrets stand in the log', async (t) => {
  const stand = await openHttpStand(t);
  const guest = await visit(stand);
  await ask(stand, guest, 'findable@example.com');
  const secret = await secretFor(stand, 'findable@example.com');
  await visit(stand, secret, guest);
  t.ok(stand.logged.length > 0);
  t.notMatch(stand.logged.join('\n'), /findable/);
  t.notOk(stand.logged.join('\n').includes(secret));
});
