import { test } from 'tap';
import { orderIdOf } from '#application/commerce/order-id.ts';
import type { Command } from '#application/application.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import { randomIds } from '#application/id-source.ts';
import type { CommandId, LotId, PersonId, ShowId } from '#domain/ids.ts';
import type { SessionGrant } from '#protocol/views.ts';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

// Brands are given where ids are made; these are made by tests.
const showId = 'show-of-guests' as ShowId;
const lotId = 'lot-of-guests' as LotId;

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

/** As the application decides it, for whoever a token says. */
async function does(stand: HttpStand, command: Command, token?: string): Promise<string> {
  const principal = token === undefined ? systemPrincipal : await stand.identity.verify(token);
  const commandId = randomIds.next() as CommandId;
  const outcome = await stand.application.execute({ command, commandId, principal });
  return outcome.outcome === 'accepted' ? 'accepted' : outcome.rejection.code;
}

async function openLot(stand: HttpStand): Promise<void> {
  const terms = {
    kind: 'hammer',
    startMinor: 1000,
    reserveMinor: null,
    durationMs: 60_000,
    counterBidMs: 10_000,
    extensionCapMs: 60_000,
    increments: null,
  } as const;
  const lot = { title: 'Vase', productId: null, mediaId: null, lines: [], terms };
  await does(stand, { type: 'create-show', showId, title: 'Evening', description: '' });
  await does(stand, { type: 'go-live', showId });
  await does(stand, { type: 'add-lot', showId, lotId, lot });
  await does(stand, { type: 'open-lot', showId, lotId });
}

const bid = (stand: HttpStand, amountMinor: number, { token }: Browser): Promise<string> => {
  const tappedAtMs = stand.application.nowMs();
  const made = { type: 'place-bid', showId, lotId, run: 1, amountMinor, isExact: false, tappedAtMs } as const;
  return does(stand, made, token);
};

const win = (stand: HttpStand, personId: string): Promise<string> => {
  // The id of a session is a person's.
  const buyerId = personId as PersonId;
  return does(stand, {
    type: 'add-win',
    orderId: orderIdOf(showId, buyerId),
    ...{ showId, buyerId, lotId, run: 1, holdId: null },
    ...{ title: 'Vase', taxLabel: '', items: [], priceMinor: 1000 },
    ...{ dueAtMs: stand.application.nowMs() + 60_000, charges: false },
  });
};

const get = async (stand: HttpStand, url: string, { token }: Pick<Browser, 'token'>) =>
  stand.app.inject({ url, headers: { authorization: `Bearer ${token}` } });

const ordersOf = async (stand: HttpStand, browser: Pick<Browser, 'token'>) =>
  (await get(stand, '/api/me/orders', browser)).json<{ orders: { orderId: string }[] }>().orders;

/** What somebody was before, as the server takes it from the token. */
const formerIdsOf = async (stand: HttpStand, { token }: Pick<Browser, 'token'>) =>
  (await stand.identity.verify(token)).formerIds;

test('what a guest bid and won is his after he signed in with an address he proved before', async (t) => {
  const stand = await openHttpStand(t);
  const desk = await signIn(stand, await visit(stand), 'anna@example.com');
  const phone = await visit(stand);
  await openLot(stand);
  t.equal(await bid(stand, 2000, phone), 'accepted');
  const signedIn = await signIn(stand, phone, 'anna@example.com');
  t.equal(signedIn.personId, desk.personId);
  t.equal(await bid(stand, 5000, signedIn), 'accepted');
  const { state } = await stand.application.read(stand.application.streams.auction(showId));
  const leader = { bidderId: phone.personId, maxMinor: 5000 };
  t.match(state.lots, [{ openRun: { priceMinor: 1000, bidCount: 1, leader } }], 'not against himself');
  t.equal(await win(stand, phone.personId), 'accepted');
  const orderId = orderIdOf(showId, phone.personId as PersonId);
  t.match(await ordersOf(stand, signedIn), [{ orderId }]);
  t.equal((await get(stand, `/api/orders/${orderId}/receipt`, signedIn)).statusCode, 200);
  t.equal(await does(stand, { type: 'pay-order', showId, method: 'stall' }, signedIn.token), 'accepted');
  const stranger = await signIn(stand, await visit(stand), 'ben@example.com');
  t.equal((await get(stand, `/api/orders/${orderId}/receipt`, stranger)).statusCode, 404);
  const foreign = { type: 'pay-order', showId, ownOrderId: orderId, method: 'stall' } as const;
  t.equal(await does(stand, foreign, stranger.token), 'order-not-found');
  t.equal(await does(stand, foreign, signedIn.token), 'accepted', 'who has two may name one');
  t.same(await ordersOf(stand, stranger), []);
});

test('who he was comes with every later token, on every device of his', async (t) => {
  const stand = await openHttpStand(t);
  const desk = await signIn(stand, await visit(stand), 'anna@example.com');
  const phone = await visit(stand);
  await signIn(stand, phone, 'anna@example.com');
  const headers = { cookie: desk.cookie };
  const refreshed = await stand.app.inject({ method: 'POST', url: '/api/sessions/refresh', headers });
  const { accessToken } = refreshed.json<SessionGrant>();
  t.same(await formerIdsOf(stand, { token: accessToken }), [phone.personId]);
});

test('a link that somebody else asked for gives nobody what the browser had that opens it', async (t) => {
  const stand = await openHttpStand(t);
  await signIn(stand, await visit(stand), 'attacker@example.com');
  const attacker = await visit(stand);
  const victim = await visit(stand);
  const opened = await signIn(stand, attacker, 'attacker@example.com', victim);
  t.equal(opened.previousPersonId, victim.personId);
  t.equal(await formerIdsOf(stand, opened), undefined);
  const asker = await stand.buyers.contacts.joinedTo(attacker.personId as PersonId);
  t.equal(asker, undefined, 'nor does the reader of a mailbox get what the one who typed its address had');
});

test('a person with an address of his own becomes nobody else', async (t) => {
  const stand = await openHttpStand(t);
  await signIn(stand, await visit(stand), 'anna@example.com');
  const ben = await signIn(stand, await visit(stand), 'ben@example.com');
  const asAnna = await signIn(stand, ben, 'anna@example.com');
  t.not(asAnna.personId, ben.personId);
  t.equal(await formerIdsOf(stand, asAnna), undefined);
});

test('a guest becomes one person only, and takes no address of his own afterwards', async (t) => {
  const stand = await openHttpStand(t);
  const anna = await signIn(stand, await visit(stand), 'anna@example.com');
  await signIn(stand, await visit(stand), 'ben@example.com');
  const guest = await visit(stand);
  await signIn(stand, guest, 'anna@example.com');
  // The browser went back to the guest's cookie: a copy of it, in another profile.
  const asBen = await signIn(stand, guest, 'ben@example.com');
  t.equal(await formerIdsOf(stand, asBen), undefined);
  const asNew = await signIn(stand, guest, 'new@example.com');
  t.not(asNew.personId, guest.personId);
  t.equal(await stand.buyers.contacts.joinedTo(guest.personId as PersonId), anna.personId);
});
