import { test } from 'tap';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import type { FaultKind } from '#test/support/stripe-double/faults.ts';
import { openStripeStand, paymentId, requestOf, type StripeStand } from './stripe-stand.ts';

const kinds: readonly FaultKind[] = [
  'unreached',
  'answer-lost',
  'no-answer',
  'fault-before',
  'fault-after',
  'busy',
];

/** As the caller does: a temporary refusal is tried again. Answers how often it took. */
async function until<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { answer: await work(), tries };
    } catch (error) {
      const isTemporary = error instanceof Error && 'code' in error && error.code === 'payment-unavailable';
      if (!isTemporary || tries === 10) throw error;
    }
  }
}

const chargeWays = ['POST /v1/payment_intents', 'POST /v1/payment_intents/*/confirm'];

for (const kind of kinds) {
  for (const way of chargeWays) {
    test(`a charge whose ${way} meets ${kind} is repeated until it is known, and charges once`, async (t) => {
      const { provider, stripe, save } = await openStripeStand(t);
      await save(cardNumbers.good);
      // More than the library repeats by itself.
      stripe.faults.plan(way, kind, 3);
      const { answer } = await until(() => provider.charge(requestOf()));
      t.match(answer, { status: 'succeeded' });
      t.equal(stripe.charged(paymentId).length, 1);
    });
  }

  test(`a page whose making meets ${kind} is one page in the end`, async (t) => {
    const { provider, stripe } = await openStripeStand(t);
    stripe.faults.plan('POST /v1/checkout/sessions', kind, 3);
    const { answer } = await until(() => provider.begin(requestOf()));
    t.equal(answer.status, 'action-required');
    t.equal(stripe.books.sessions.size, 1);
  });

  test(`a refund that meets ${kind} gives the money back once`, async (t) => {
    const { provider, stripe, save } = await openStripeStand(t);
    await save(cardNumbers.good);
    const { providerRef } = await provider.charge(requestOf());
    stripe.faults.plan('POST /v1/refunds', kind, 3);
    const wish = { refundId: 'refund-000001', providerRef: providerRef ?? '', amountMinor: 1500 };
    await until(() => provider.refund(wish));
    t.match(stripe.charged(paymentId), [{ amount_refunded: 1500 }]);
  });
}

test('a declined charge whose answer was lost is declined once', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.declinedLater);
  stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'answer-lost', 3);
  const { answer } = await until(() => provider.charge(requestOf()));
  t.match(answer, { status: 'failed', declineCode: 'generic_decline' });
  t.equal([...stripe.books.charges.values()].length, 1);
});

test('3-D Secure over a bad line ends in one page', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.asksAlways);
  stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'answer-lost', 3);
  stripe.faults.plan('POST /v1/payment_intents/*/cancel', 'answer-lost', 3);
  stripe.faults.plan('POST /v1/checkout/sessions', 'fault-after', 1);
  const { answer } = await until(() => provider.charge(requestOf()));
  t.equal(answer.status, 'action-required');
  const pages = [...stripe.books.sessions.values()].filter(({ mode }) => mode === 'payment');
  t.equal(pages.length, 1);
  t.same(
    [...stripe.books.intents.values()].map(({ status }) => status),
    ['canceled'],
  );
});

test('a card saved between two tries of a charge does not charge twice', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.good);
  stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'no-answer', 2);
  await t.rejects(provider.charge(requestOf()), { code: 'payment-unavailable' });
  await save(cardNumbers.good);
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.equal(stripe.charged(paymentId).length, 1);
});

test('a page that Stripe kept as failed can be asked for with other words', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  stripe.faults.plan('POST /v1/checkout/sessions', 'fault-before');
  // The library's own repeat is lost, so that nobody learns that the fault was kept.
  stripe.faults.plan('POST /v1/checkout/sessions', 'no-answer');
  await t.rejects(provider.begin(requestOf()), { code: 'payment-unavailable' });
  const returnTo = 'https://shop.example/elsewhere';
  t.match(await provider.begin(requestOf({ returnUrl: returnTo })), { status: 'action-required' });
  t.match([...stripe.books.sessions.values()], [{ success_url: returnTo }]);
});

test('a charge that Stripe kept as failed goes on with another card', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.good);
  stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'fault-before');
  stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'no-answer');
  await t.rejects(provider.charge(requestOf()), { code: 'payment-unavailable' });
  await save(cardNumbers.good);
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.equal(stripe.charged(paymentId).length, 1);
});

test('a Stripe that is away is a temporary refusal for every call, without a word of its own', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.good);
  await stripe.close();
  const calls = (stand: Pick<StripeStand, 'provider'>) => [
    stand.provider.begin(requestOf()),
    stand.provider.charge(requestOf()),
    stand.provider.look(paymentId, 'pi_000009'),
    stand.provider.cancel('cs_test_000009'),
    stand.provider.refund({ refundId: 'refund-000001', providerRef: 'pi_000009', amountMinor: 1 }),
  ];
  for (const outcome of await Promise.allSettled(calls({ provider }))) {
    t.match(outcome, { status: 'rejected', reason: { code: 'payment-unavailable' } });
  }
});

test('a key that Stripe does not take is a fault of the server that names no secret', async (t) => {
  const { stripe, customers, clock } = await openStripeStand(t);
  const { createStripeProvider } = await import('#payment/stripe/stripe-provider.ts');
  const settings = {
    stripeSecretKey: 'sk_test_anotherSecret42',
    stripeWebhookSecrets: [],
    stripeApiUrl: stripe.origin,
    stripeTimeoutMs: 300,
  };
  const provider = createStripeProvider({ settings, customers, nowMs: () => clock.nowMs });
  const error = await provider.begin(requestOf()).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  t.ok(error instanceof Error);
  t.notMatch(error, { code: 'payment-unavailable' });
  t.match(String(error), /Stripe: StripeAuthenticationError 401/);
  t.notMatch(JSON.stringify(error, Object.getOwnPropertyNames(error)), /sk_test_\w|anotherSecret/);
});
