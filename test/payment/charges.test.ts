import { test } from 'tap';
import type { PersonId } from '#domain/ids.ts';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import {
  buyerId,
  openStripeStand,
  orderId,
  paymentId,
  requestOf,
  returnUrl,
  onPage,
} from './stripe-stand.ts';

const noMethod = { status: 'failed', providerRef: null, declineCode: 'no-saved-method' };

test('a winner with a saved card is charged without a page, once, however often it is asked', async (t) => {
  const { provider, stripe, save, another } = await openStripeStand(t);
  await save(cardNumbers.good);
  const charged = await provider.charge(requestOf());
  t.match(charged, { status: 'succeeded', providerRef: /^pi_/ });
  t.same(await provider.charge(requestOf()), charged);
  stripe.answers.forgetAll();
  t.same(await another().charge(requestOf()), charged, 'long after Stripe forgot the keys');
  t.match(stripe.charged(paymentId), [{ amount: 4500, metadata: { paymentId, orderId } }]);
  t.same(await provider.look(paymentId, charged.providerRef ?? ''), charged);
});

test('servers that charge one payment at once charge once', async (t) => {
  const { provider, stripe, save, another } = await openStripeStand(t);
  await save(cardNumbers.good);
  const outcomes = await Promise.allSettled(
    [provider, another(), another()].map((one) => one.charge(requestOf())),
  );
  t.ok(outcomes.some((one) => one.status === 'fulfilled' && one.value.status === 'succeeded'));
  t.equal(stripe.charged(paymentId).length, 1);
  t.match(await another().charge(requestOf()), { status: 'succeeded' });
  t.equal(stripe.charged(paymentId).length, 1);
});

test('without a saved card nothing is charged, for a stranger and for one who paid before without saving', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  t.same(await provider.charge(requestOf()), noMethod);
  t.equal(await provider.hasSavedMethod(buyerId), false);
  t.same(stripe.requests, [], 'and Stripe was not even asked');
  const begun = onPage(await provider.begin(requestOf()));
  await stripe.press(begun.url, 'pay');
  t.equal(await provider.hasSavedMethod(buyerId), false);
  t.same(await provider.charge(requestOf({ paymentId: 'payment-00002' as typeof paymentId })), noMethod);
});

test('a buyer who agrees to it saves the card he pays with', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf({ savesMethod: true })));
  await stripe.press(begun.url, 'pay');
  t.equal(await provider.hasSavedMethod(buyerId), true);
  const next = 'payment-00002' as typeof paymentId;
  t.match(await provider.charge(requestOf({ paymentId: next })), { status: 'succeeded' });
  t.equal(stripe.charged(next).length, 1);
});

test('a buyer saves a card without paying; one that is refused is not saved', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const page = await provider.saveMethod(buyerId, returnUrl);
  t.match(await (await fetch(page?.url ?? '')).text(), /Save a card/);
  t.match((await stripe.press(page?.url ?? '', 'decline')).html, /declined/);
  t.equal(await provider.hasSavedMethod(buyerId), false);
  t.equal((await stripe.press(page?.url ?? '', 'pay')).location, returnUrl);
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.equal(await provider.hasSavedMethod('person-other' as PersonId), false);
});

test('the card that was saved last is charged', async (t) => {
  const { provider, save } = await openStripeStand(t);
  await save(cardNumbers.declinedLater);
  await save(cardNumbers.good);
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
});

test('a decline is an outcome with the word of the bank, and is not tried on the bank again', async (t) => {
  const { provider, stripe, save, another } = await openStripeStand(t);
  await save(cardNumbers.declinedLater);
  const declined = await provider.charge(requestOf());
  t.match(declined, { status: 'failed', providerRef: /^pi_/, declineCode: 'generic_decline' });
  t.same(await provider.charge(requestOf()), declined);
  stripe.answers.forgetAll();
  t.same(await another().charge(requestOf()), declined);
  t.same(await provider.look(paymentId, declined.providerRef ?? ''), declined);
  t.equal(stripe.requests.filter((one) => one.endsWith('/confirm')).length, 1);
  await save(cardNumbers.good);
  const next = 'payment-00002' as typeof paymentId;
  t.match(await provider.charge(requestOf({ paymentId: next })), { status: 'succeeded' }, 'a new try');
});

test('3-D Secure: the charge becomes a page for the same sum, and only one of the two can succeed', async (t) => {
  const { provider, stripe, save, another } = await openStripeStand(t);
  await save(cardNumbers.asksAlways);
  const asked = onPage(await provider.charge(requestOf()));
  t.same(await another().charge(requestOf()), asked, 'the same page for a repeat');
  t.same(await provider.begin(requestOf()), asked, 'and for a buyer who comes by himself');
  t.same(
    [...stripe.books.intents.values()].map(({ status }) => status),
    ['canceled'],
  );
  t.same(await provider.look(paymentId, asked.providerRef), asked);
  await stripe.press(asked.url, 'pay', cardNumbers.asksAlways);
  await stripe.press(asked.url, 'authenticate');
  t.match(await provider.look(paymentId, asked.providerRef), { status: 'succeeded' });
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.match(stripe.charged(paymentId), [{ amount: 4500 }]);
});

test('a card that asked when it was saved does not ask again', async (t) => {
  const { provider, save } = await openStripeStand(t);
  await save(cardNumbers.asksOnce);
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
});

test('a charge closes the page on which the buyer was about to pay the same', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.good);
  const begun = onPage(await provider.begin(requestOf()));
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.match((await stripe.press(begun.url, 'pay')).html, /all done/);
  t.equal(stripe.charged(paymentId).length, 1);
});

test('a charge that closed a page may itself end on another one', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.asksAlways);
  const begun = onPage(await provider.begin(requestOf()));
  await stripe.press(begun.url, 'decline');
  const asked = onPage(await provider.charge(requestOf()));
  t.not(asked.url, begun.url);
  t.match((await stripe.press(begun.url, 'pay')).html, /all done/);
  await stripe.press(asked.url, 'pay');
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.equal(stripe.charged(paymentId).length, 1);
});

test('a page gives a charge up that was made and not yet confirmed', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.good);
  stripe.faults.plan('POST /v1/payment_intents/*/confirm', 'unreached', 5);
  await t.rejects(provider.charge(requestOf()), { code: 'payment-unavailable' });
  const begun = onPage(await provider.begin(requestOf()));
  const [intent] = stripe.books.intents.values();
  t.match(intent, { status: 'canceled', cancellation_reason: 'duplicate' });
  await stripe.press(begun.url, 'pay');
  t.match(await provider.charge(requestOf()), { status: 'succeeded' });
  t.equal(stripe.charged(paymentId).length, 1);
});

test('a charge that is given up is not made any more', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.declinedLater);
  const declined = await provider.charge(requestOf());
  await provider.cancel(declined.providerRef ?? '');
  t.same(await provider.look(paymentId, declined.providerRef ?? ''), {
    status: 'failed',
    providerRef: declined.providerRef,
    declineCode: 'canceled',
  });
  t.same(stripe.charged(paymentId), []);
});

test('a buyer whom Stripe forgot is made anew where he pays, and has no card where he would be charged', async (t) => {
  const { provider, stripe, save, another, customers } = await openStripeStand(t);
  await save(cardNumbers.good);
  stripe.books.customers.clear();
  t.same(await another().charge(requestOf()), noMethod);
  t.equal(await another().hasSavedMethod(buyerId), false);
  const gone = await customers.find(buyerId);
  t.match(await provider.begin(requestOf()), { status: 'action-required' });
  t.not(await customers.find(buyerId), gone);
});

test('a buyer who is forgotten is gone from our books and from Stripe, with his cards', async (t) => {
  const { provider, stripe, save, customers } = await openStripeStand(t);
  await save(cardNumbers.good);
  t.equal(await provider.hasSavedMethod(buyerId), true);
  await provider.forgetBuyer(buyerId);
  await provider.forgetBuyer(buyerId);
  t.equal(await customers.find(buyerId), undefined);
  t.equal(stripe.books.customers.size, 0);
  t.equal(await provider.hasSavedMethod(buyerId), false);
});

test('whether somebody has a card is not asked at every bid', async (t) => {
  const { provider, stripe, save } = await openStripeStand(t);
  await save(cardNumbers.good);
  stripe.requests.length = 0;
  for (let bid = 0; bid < 20; bid += 1) t.ok(await provider.hasSavedMethod(buyerId));
  t.same(stripe.requests, ['GET /v1/payment_methods']);
});
