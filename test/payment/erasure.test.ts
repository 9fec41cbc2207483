import { test } from 'tap';
import type { PersonId } from '#domain/ids.ts';
import { openHttpStand } from '#test/support/http-stand.ts';
import { cardNumbers } from '#test/support/stripe-double/test-cards.ts';
import { buyerId, onPage, openStripeStand, paymentId, requestOf, returnUrl } from './stripe-stand.ts';

test('a buyer who erases himself leaves no card behind, and what he paid can still be looked at and given back', async (t) => {
  const { provider, stripe, customers } = await openStripeStand(t);
  const { app } = await openHttpStand(t, {}, { payment: provider, onPaymentNotice: async () => undefined });
  const opened = await app.inject({ method: 'POST', url: '/api/sessions', payload: { name: 'Vera' } });
  const { accessToken, session } = opened.json<{ accessToken: string; session: { personId: PersonId } }>();
  const { personId } = session;
  const page = onPage(await provider.begin(requestOf({ buyerId: personId, savesMethod: true })));
  await stripe.press(page.url, 'pay');
  t.equal(await provider.hasSavedMethod(personId), true);
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await app.inject({ method: 'DELETE', url: '/api/me/contact', headers });
  t.equal(answer.statusCode, 204);
  t.equal(stripe.books.customers.size, 0);
  t.equal(await customers.find(personId), undefined);
  t.equal(await provider.hasSavedMethod(personId), false);
  t.match(await provider.look(paymentId, page.providerRef), { status: 'succeeded' });
  await provider.refund({ refundId: 'refund-000001', providerRef: page.providerRef, amountMinor: 500 });
  t.match(stripe.charged(paymentId), [{ amount_refunded: 500 }]);
});

test('a debit of somebody who was erased is still followed to its end', async (t) => {
  for (const isPaid of [true, false]) {
    const { provider, stripe } = await openStripeStand(t);
    const page = onPage(await provider.begin(requestOf()));
    await stripe.press(page.url, 'pay-later');
    await provider.forgetBuyer(buyerId);
    t.match(await provider.look(paymentId, page.providerRef), { status: 'pending' });
    stripe.settle(page.providerRef, isPaid);
    t.match(await provider.look(paymentId, page.providerRef), { status: isPaid ? 'succeeded' : 'failed' });
  }
});

test('an erasure that the provider did not hear of is repeated until it did', async (t) => {
  const { provider, stripe, save, customers } = await openStripeStand(t);
  await save(cardNumbers.good);
  stripe.faults.plan('DELETE /v1/customers/*', 'unreached', 3);
  await t.rejects(provider.forgetBuyer(buyerId), { code: 'payment-unavailable' });
  t.ok(await customers.find(buyerId), 'so that he is found again');
  await provider.forgetBuyer(buyerId);
  t.equal(stripe.books.customers.size, 0);
  t.ok(await provider.saveMethod(buyerId, returnUrl), 'and he may come back');
});
