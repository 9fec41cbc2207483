import { test, type Test } from 'tap';
import type { ShowId } from '#domain/ids.ts';
import { createStripeProvider } from '#payment/stripe/stripe-provider.ts';
import { createMemoryPaymentCustomers } from '#storage/payment/memory-payment-customers.ts';
import { openHttpStand, type HttpStand } from '#test/support/http-stand.ts';
import { StripeDouble } from '#test/support/stripe-double/stripe-double.ts';

const url = '/api/me/payment-method';
const nowMs = 1_800_000_000_000;
const showId = 'show-of-cards' as ShowId;
type Headers = Readonly<Record<string, string>>;

/** A server that is paid over Stripe. */
async function openStripeShop(t: Test) {
  const stripe = await StripeDouble.start(t, () => nowMs);
  const payment = createStripeProvider({
    settings: {
      stripeSecretKey: stripe.env['STRIPE_SECRET_KEY'] ?? '',
      stripeWebhookSecrets: [stripe.env['STRIPE_WEBHOOK_SECRETS'] ?? ''],
      stripeApiUrl: stripe.origin,
      stripeTimeoutMs: 2_000,
    },
    customers: createMemoryPaymentCustomers(),
    nowMs: () => nowMs,
  });
  const onPaymentNotice = () => Promise.resolve();
  return { stripe, stand: await openHttpStand(t, {}, { payment, onPaymentNotice }) };
}

const ask = ({ app }: HttpStand, headers: Headers, payload: object = {}) =>
  app.inject({ method: 'POST', url, headers: { ...headers }, payload });
const read = async ({ app }: HttpStand, headers: Headers) =>
  (await app.inject({ method: 'GET', url, headers: { ...headers } })).json<unknown>();

test('a viewer saves a card on the page of the provider, and comes back to his show', async (t) => {
  const { stand, stripe } = await openStripeShop(t);
  const ann = await stand.signIn('viewer');
  const bob = await stand.signIn('viewer');
  t.same(await read(stand, ann), { canBeSaved: true, isSaved: false });
  const answer = await ask(stand, ann, { showId });
  t.equal(answer.statusCode, 200, answer.body);
  t.equal(answer.headers['cache-control'], 'no-store');
  const { location } = await stripe.press(answer.json<{ url: string }>().url, 'pay');
  t.equal(location, `https://192.0.2.7:8443/watch/${showId}`);
  const again = await ask(stand, bob);
  const eve = await stand.signIn('viewer');
  t.same(await read(stand, eve), { canBeSaved: true, isSaved: false }, 'a card is its owner’s alone');
  const back = await stripe.press(again.json<{ url: string }>().url, 'pay');
  t.equal(back.location, 'https://192.0.2.7:8443/account');
  t.same(await read(stand, bob), { canBeSaved: true, isSaved: true });
});

test('where the shop is paid at the stall only, no card can be kept', async (t) => {
  const stand = await openHttpStand(t);
  const viewer = await stand.signIn('viewer');
  t.same(await read(stand, viewer), { canBeSaved: false, isSaved: false });
  const answer = await ask(stand, viewer);
  t.equal(answer.statusCode, 409);
  t.match(answer.json(), { error: { code: 'payment-method-unavailable' } });
});

test('strangers, foreign pages and other places to come back to are refused', async (t) => {
  const { stand, stripe } = await openStripeShop(t);
  const viewer = await stand.signIn('viewer');
  t.equal((await ask(stand, {})).statusCode, 401);
  const foreign = await ask(stand, { ...viewer, origin: 'https://elsewhere.example' });
  t.match(foreign.json(), { error: { code: 'origin-refused' } });
  const elsewhere = await ask(stand, viewer, { returnUrl: 'https://elsewhere.example' });
  t.equal(elsewhere.statusCode, 400);
  t.equal((await ask(stand, viewer, { showId: '../../elsewhere' })).statusCode, 400);
  t.same(stripe.requests, [], 'and the provider was not asked');
});

test('nobody opens pages at the provider without end', async (t) => {
  const stand = await openHttpStand(t);
  const viewer = await stand.signIn('viewer');
  const codes: number[] = [];
  for (let time = 0; time < 11; time++) codes.push((await ask(stand, viewer)).statusCode);
  t.same(codes.slice(0, 10), Array<number>(10).fill(409));
  t.equal(codes[10], 429);
});
