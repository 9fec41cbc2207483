import { test } from 'tap';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { openStripeStand, orderId, paymentId, requestOf, returnUrl, onPage } from './stripe-stand.ts';

test('a buyer pays on the page that a payment begins with, and comes back to where he was', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  t.match(await (await fetch(begun.url)).text(), /Pay 4500 eur[^]*Amphora[^]*Parcel/);
  t.equal((await stripe.press(begun.url, 'pay')).location, returnUrl);
  const [charge, ...more] = stripe.charged(paymentId);
  t.same(more, []);
  t.match(charge, { amount: 4500, currency: 'eur', metadata: { paymentId, orderId } });
  t.same(await provider.look(paymentId, begun.providerRef), {
    status: 'succeeded',
    providerRef: charge?.payment_intent,
  });
});

test('a payment that is begun again goes on with its page, and is not begun again once it is paid', async (t) => {
  const { provider, stripe, another } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  t.same(await another().begin(requestOf({ returnUrl: 'https://shop.example/elsewhere' })), begun);
  await stripe.press(begun.url, 'pay');
  t.match(await provider.begin(requestOf()), { status: 'succeeded' });
  stripe.answers.forgetAll();
  t.match(await provider.begin(requestOf()), { status: 'succeeded' }, 'long after Stripe forgot the key');
  t.equal(stripe.charged(paymentId).length, 1);
});

test('two servers that begin one payment at once open one page', async (t) => {
  const { provider, stripe, another } = await openStripeStand(t);
  const begun = await Promise.allSettled(
    [provider, another(), another()].map((one) => one.begin(requestOf())),
  );
  const pages = begun.flatMap((one) => (one.status === 'fulfilled' ? [one.value.providerRef] : []));
  t.ok(pages.length > 0);
  t.equal(new Set(pages).size, 1);
  t.equal(stripe.books.sessions.size, 1);
  t.equal(stripe.books.customers.size, 1);
});

test('a card that is declined on the page leaves it open for another one', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  t.match((await stripe.press(begun.url, 'decline')).html, /declined/);
  t.same(await provider.look(paymentId, begun.providerRef), begun);
  t.equal((await stripe.press(begun.url, 'pay', cardNumbers.insufficientFunds)).location, undefined);
  t.equal((await stripe.press(begun.url, 'pay')).location, returnUrl);
  t.match(await provider.look(paymentId, begun.providerRef), { status: 'succeeded' });
  t.equal(stripe.charged(paymentId).length, 1);
});

test('3-D Secure on the page: the buyer proves who he is, or does not and is not charged', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  t.match((await stripe.press(begun.url, 'pay', cardNumbers.asksAlways)).html, /Is it you/);
  t.same(await provider.look(paymentId, begun.providerRef), begun);
  t.match((await stripe.press(begun.url, 'fail-authentication')).html, /declined/);
  t.same(stripe.charged(paymentId), []);
  await stripe.press(begun.url, 'pay', cardNumbers.asksAlways);
  t.equal((await stripe.press(begun.url, 'authenticate')).location, returnUrl);
  t.match(await provider.look(paymentId, begun.providerRef), { status: 'succeeded' });
});

test('a page that is given up takes no money any more, and giving up twice is harmless', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  await provider.cancel(begun.providerRef);
  await provider.cancel(begun.providerRef);
  t.match((await stripe.press(begun.url, 'pay')).html, /all done/);
  t.same(stripe.charged(paymentId), []);
  const gone = { status: 'failed', providerRef: begun.providerRef, declineCode: 'expired' };
  t.same(await provider.look(paymentId, begun.providerRef), gone);
  t.same(await provider.begin(requestOf()), gone, 'a late repeat opens nothing');
  const next = requestOf({ paymentId: 'payment-00002' as typeof paymentId });
  t.equal((await provider.begin(next)).status, 'action-required', 'a new try is a new payment');
});

test('giving up what was paid leaves it paid', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const begun = onPage(await provider.begin(requestOf()));
  await stripe.press(begun.url, 'pay');
  await provider.cancel(begun.providerRef);
  t.match(await provider.look(paymentId, begun.providerRef), { status: 'succeeded' });
});

test('a bank debit is pending until the bank has made up its mind', async (t) => {
  for (const isPaid of [true, false]) {
    const { provider, stripe } = await openStripeStand(t);
    const begun = onPage(await provider.begin(requestOf()));
    t.equal((await stripe.press(begun.url, 'pay-later')).location, returnUrl);
    t.same(await provider.look(paymentId, begun.providerRef), {
      status: 'pending',
      providerRef: begun.providerRef,
    });
    t.match(await provider.begin(requestOf()), { status: 'pending' }, 'not a second time meanwhile');
    stripe.settle(begun.providerRef, isPaid);
    t.match(await provider.look(paymentId, begun.providerRef), { status: isPaid ? 'succeeded' : 'failed' });
  }
});

test('what Stripe does not take line by line is one line with the sum', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const lines = [
    { title: 'Amphora', amountMinor: 5000 },
    { title: 'Bundle', amountMinor: -500 },
  ];
  const begun = onPage(await provider.begin(requestOf({ lines })));
  t.match(await (await fetch(begun.url)).text(), new RegExp(`Pay 4500 eur[^]*Order ${orderId}`));
  const [session] = stripe.books.sessions.values();
  t.match(session, { amount_total: 4500, client_reference_id: orderId, success_url: returnUrl });
});

test('a sum that no bank takes is a decline', async (t) => {
  const { provider } = await openStripeStand(t);
  const small = { amountMinor: 20, lines: [{ title: 'A sticker', amountMinor: 20 }] };
  t.same(await provider.begin(requestOf(small)), {
    status: 'failed',
    providerRef: null,
    declineCode: 'amount_too_small',
  });
});

test('sums in a currency that Stripe counts otherwise are the same sums', async (t) => {
  const { provider, stripe } = await openStripeStand(t);
  const krona = { amountMinor: 900, currency: 'ISK', lines: [{ title: 'Amphora', amountMinor: 900 }] };
  const begun = onPage(await provider.begin(requestOf(krona)));
  await stripe.press(begun.url, 'pay');
  t.match(stripe.charged(paymentId), [{ amount: 90_000, currency: 'isk' }]);
  await provider.refund({ refundId: 'refund-000001', providerRef: begun.providerRef, amountMinor: 400 });
  t.match([...stripe.books.refunds.values()], [{ amount: 40_000 }]);
});
