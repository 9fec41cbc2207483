import { test } from 'tap';
import type { PaymentNotice } from '#application/payment/payment-provider.ts';
import { createStripeProvider } from '#payment/stripe/stripe-provider.ts';
import type { Notices, StripeNotice } from '#test/support/stripe-double/notices.ts';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { openStripeStand, orderId, paymentId, requestOf, onPage, type StripeStand } from './stripe-stand.ts';

/** What the provider makes of all that waits. */
const read = ({ provider, stripe }: StripeStand): readonly PaymentNotice[] =>
  stripe.notices.take().flatMap((notice) => {
    const { body, signature } = stripe.notices.signed(notice);
    return provider.readNotice(body, signature) ?? [];
  });

const begin = async ({ provider }: StripeStand) => onPage(await provider.begin(requestOf()));

function completionIn(notices: Notices): StripeNotice {
  const [notice] = notices.take('checkout.session.completed');
  if (notice === undefined) throw new Error('no page was completed');
  return notice;
}

test('a payment on the page is told with our ids, its intent and the time at Stripe', async (t) => {
  const stand = await openStripeStand(t);
  const { url } = await begin(stand);
  await stand.stripe.press(url, 'pay');
  const notices = read(stand);
  const [charge] = stand.stripe.charged(paymentId);
  t.ok(notices.length >= 2, 'by the page and by the intent');
  for (const notice of notices) {
    t.match(notice, {
      noticeId: /^evt_/,
      paymentId,
      orderId,
      saidAtMs: stand.clock.nowMs,
      kind: 'outcome',
      outcome: { status: 'succeeded', providerRef: charge?.payment_intent },
    });
  }
});

test('a decline on the page is no news; a page that ran out is', async (t) => {
  const stand = await openStripeStand(t);
  const { url, providerRef } = await begin(stand);
  await stand.stripe.press(url, 'decline');
  t.same(read(stand), []);
  await stand.provider.cancel(providerRef);
  t.match(read(stand), [{ outcome: { status: 'failed', providerRef, declineCode: 'expired' } }]);
});

test('a declined charge is told with the word of the bank', async (t) => {
  const stand = await openStripeStand(t);
  await stand.save(cardNumbers.declinedLater);
  const declined = await stand.provider.charge(requestOf());
  t.same(
    read(stand).map((notice) => notice.kind === 'outcome' && notice.outcome),
    [declined],
  );
});

test('a charge that became a page is not told as failed', async (t) => {
  const stand = await openStripeStand(t);
  await stand.save(cardNumbers.asksAlways);
  const asked = await stand.provider.charge(requestOf());
  t.equal(asked.status, 'action-required');
  t.same(read(stand), []);
});

test('a page that gave way to a charge is not told as failed', async (t) => {
  const stand = await openStripeStand(t);
  await stand.save(cardNumbers.good);
  await begin(stand);
  await stand.provider.charge(requestOf());
  t.same(
    read(stand).map((notice) => notice.kind === 'outcome' && notice.outcome.status),
    ['succeeded'],
  );
});

test('a bank debit is told as pending, and then as what the bank said', async (t) => {
  for (const isPaid of [true, false]) {
    const stand = await openStripeStand(t);
    const { url, providerRef } = await begin(stand);
    await stand.stripe.press(url, 'pay-later');
    t.match(read(stand), [{ outcome: { status: 'pending', providerRef } }]);
    stand.stripe.settle(providerRef, isPaid);
    for (const notice of read(stand)) {
      t.match(notice, { outcome: { status: isPaid ? 'succeeded' : 'failed' } });
    }
  }
});

test('refunds are told as the sum that went back so far', async (t) => {
  const stand = await openStripeStand(t);
  await stand.save(cardNumbers.good);
  const { providerRef } = await stand.provider.charge(requestOf());
  read(stand);
  for (const refundId of ['refund-000001', 'refund-000002']) {
    await stand.provider.refund({ refundId, providerRef: providerRef ?? '', amountMinor: 1000 });
  }
  t.match(read(stand), [
    { kind: 'refunded', paymentId, orderId, refundedMinor: 1000 },
    { kind: 'refunded', paymentId, orderId, refundedMinor: 2000 },
  ]);
});

test('what is none of our payments is nobody’s notice', async (t) => {
  const stand = await openStripeStand(t);
  const { notices } = stand.stripe;
  notices.publish('payment_intent.succeeded', {
    object: 'payment_intent',
    status: 'succeeded',
    metadata: {},
  });
  notices.publish('customer.created', { object: 'customer' });
  notices.publish('something.of.tomorrow', {});
  await stand.save(cardNumbers.good);
  t.same(read(stand), []);
});

test('a changed body, a foreign secret, no signature and nonsense are refused', async (t) => {
  const stand = await openStripeStand(t);
  const { url } = await begin(stand);
  await stand.stripe.press(url, 'pay');
  const { notices } = stand.stripe;
  const notice = completionIn(notices);
  const { body, signature } = notices.signed(notice);
  const changed = Buffer.from(body.toString().replace('"paid"', '"unpaid"'));
  const foreign = notices.signed(notice, { secrets: ['whsec_foreign'] }).signature;
  const refused = { code: 'notice-signature-invalid' };
  const { provider } = stand;
  t.throws(() => provider.readNotice(changed, signature), refused);
  t.throws(() => provider.readNotice(Buffer.alloc(0), signature), refused);
  for (const other of [foreign, '', 't=1', 'v1=', signature.replace('v1=', 'v0='), 't=x,v1=y', '💥']) {
    t.throws(() => provider.readNotice(body, other), refused, other);
  }
  t.match(provider.readNotice(body, signature), { paymentId });
});

test('a signature is good for 300 seconds, and its age is told apart from a wrong one', async (t) => {
  const stand = await openStripeStand(t);
  const { url } = await begin(stand);
  await stand.stripe.press(url, 'pay');
  const notice = completionIn(stand.stripe.notices);
  const signedAtMs = stand.clock.nowMs;
  const { body, signature } = stand.stripe.notices.signed(notice, { signedAtMs });
  stand.clock.nowMs = signedAtMs + 300_000;
  t.match(stand.provider.readNotice(body, signature), { paymentId });
  stand.clock.nowMs = signedAtMs + 301_000;
  t.throws(() => stand.provider.readNotice(body, signature), { code: 'notice-too-old' });
  const foreign = stand.stripe.notices.signed(notice, { signedAtMs, secrets: ['whsec_foreign'] });
  t.throws(() => stand.provider.readNotice(body, foreign.signature), { code: 'notice-signature-invalid' });
  // Stripe signs a repeat anew.
  const again = stand.stripe.notices.signed(notice);
  t.match(stand.provider.readNotice(again.body, again.signature), { paymentId });
});

test('while one secret replaces another both are taken, and after that only the new one', async (t) => {
  const stand = await openStripeStand(t);
  const { url } = await begin(stand);
  await stand.stripe.press(url, 'pay');
  const { stripe, customers, clock } = stand;
  const notice = completionIn(stripe.notices);
  const providerWith = (...stripeWebhookSecrets: string[]) =>
    createStripeProvider({
      settings: {
        stripeSecretKey: stripe.env['STRIPE_SECRET_KEY'] ?? '',
        stripeWebhookSecrets,
        stripeApiUrl: stripe.origin,
        stripeTimeoutMs: 300,
      },
      customers,
      nowMs: () => clock.nowMs,
    });
  const by = (...secrets: string[]) => stripe.notices.signed(notice, { secrets });
  const [older, newer] = ['whsec_older123', 'whsec_newer123'];
  const both = providerWith(older, newer);
  for (const { body, signature } of [by(older), by(newer), by(older, newer)]) {
    t.match(both.readNotice(body, signature), { paymentId });
  }
  const after = providerWith(newer);
  const { body, signature } = by(older, newer);
  t.match(after.readNotice(body, signature), { paymentId }, 'Stripe signs with both for a day');
  t.throws(() => after.readNotice(body, by(older).signature), { code: 'notice-signature-invalid' });
});
