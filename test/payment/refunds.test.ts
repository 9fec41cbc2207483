import { test } from 'tap';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { openStripeStand, paymentId, requestOf, type StripeStand, onPage } from './stripe-stand.ts';

async function paid({ provider, save }: StripeStand): Promise<string> {
  await save(cardNumbers.good);
  const charged = await provider.charge(requestOf());
  return charged.providerRef ?? '';
}
const wishOf = (providerRef: string, amountMinor: number, refundId = 'refund-000001') => ({
  refundId,
  providerRef,
  amountMinor,
});

test('money goes back in parts, each part once however often it is asked', async (t) => {
  const stand = await openStripeStand(t);
  const { provider, stripe, another } = stand;
  const providerRef = await paid(stand);
  await provider.refund(wishOf(providerRef, 1000));
  await provider.refund(wishOf(providerRef, 1000));
  stripe.answers.forgetAll();
  await another().refund(wishOf(providerRef, 1000));
  await provider.refund(wishOf(providerRef, 3500, 'refund-000002'));
  t.match(stripe.charged(paymentId), [{ amount_refunded: 4500, refunded: true }]);
});

test('servers that give the same part back at once give it back once', async (t) => {
  const stand = await openStripeStand(t);
  const { provider, stripe, another } = stand;
  const providerRef = await paid(stand);
  await Promise.allSettled(
    [provider, another(), another()].map((one) => one.refund(wishOf(providerRef, 1000))),
  );
  await provider.refund(wishOf(providerRef, 1000));
  t.match(stripe.charged(paymentId), [{ amount_refunded: 1000 }]);
});

test('what was paid on a page is given back by the reference of the page, too', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  await t.rejects(provider.refund(wishOf(begun.providerRef, 100)), {
    code: 'refund-refused',
    details: { reason: 'not-paid' },
  });
  await stripe.press(begun.url, 'pay');
  await provider.refund(wishOf(begun.providerRef, 100));
  t.match(stripe.charged(paymentId), [{ amount_refunded: 100 }]);
});

test('more than was paid is refused with the reason, and nothing goes back', async (t) => {
  const stand = await openStripeStand(t);
  const { provider, stripe } = stand;
  const providerRef = await paid(stand);
  await t.rejects(provider.refund(wishOf(providerRef, 4501)), { code: 'refund-refused' });
  t.match(stripe.charged(paymentId), [{ amount_refunded: 0 }]);
  await provider.refund(wishOf(providerRef, 4500, 'refund-000002'));
  await t.rejects(provider.refund(wishOf(providerRef, 1, 'refund-000003')), {
    code: 'refund-refused',
    details: { reason: 'charge_already_refunded' },
  });
});

test('the same refund of another sum is no second refund', async (t) => {
  const stand = await openStripeStand(t);
  const { provider, stripe } = stand;
  const providerRef = await paid(stand);
  await provider.refund(wishOf(providerRef, 1000));
  await provider.refund(wishOf(providerRef, 2000));
  t.match(stripe.charged(paymentId), [{ amount_refunded: 1000 }]);
});
