import { test, type Test } from 'tap';
import type { PaymentProvider } from '#application/payment/payment-provider.ts';
import { createPaymentProvider } from '#payment/create-payment-provider.ts';
import { createMemoryPaymentCustomers } from '#storage/payment/memory-payment-customers.ts';
import { StripeDouble } from '#test/support/stripe-double/stripe-double.ts';
import { buyerId, paymentId, requestOf, returnUrl } from '../payment/stripe-stand.ts';

function contract(name: PaymentProvider['name'], open: (t: Test) => Promise<PaymentProvider>): void {
  test(`${name}: a payment that is begun twice is begun once, and is looked up by its reference`, async (t) => {
    const provider = await open(t);
    t.equal(provider.name, name);
    const begun = await provider.begin(requestOf());
    t.ok(begun.status === 'pending' || begun.status === 'action-required');
    t.same(await provider.begin(requestOf()), begun);
    t.same(await provider.look(paymentId, begun.providerRef ?? ''), begun);
  });

  test(`${name}: payments have references of their own`, async (t) => {
    const provider = await open(t);
    const [one, two] = [
      await provider.begin(requestOf()),
      await provider.begin(requestOf({ paymentId: 'payment-00002' as typeof paymentId })),
    ];
    t.not(one.providerRef, two.providerRef);
  });

  test(`${name}: nobody is charged who saved nothing`, async (t) => {
    const provider = await open(t);
    t.equal(await provider.hasSavedMethod(buyerId), false);
    t.same(await provider.charge(requestOf()), {
      status: 'failed',
      providerRef: null,
      declineCode: 'no-saved-method',
    });
  });

  test(`${name}: there is a page to save a method on where methods are saved`, async (t) => {
    const provider = await open(t);
    const page = await provider.saveMethod(buyerId, returnUrl);
    t.equal(page !== undefined, provider.savesMethods);
  });

  test(`${name}: giving up and forgetting are repeated without harm`, async (t) => {
    const provider = await open(t);
    const begun = await provider.begin(requestOf());
    for (let time = 0; time < 2; time += 1) {
      await t.resolves(provider.cancel(begun.providerRef ?? ''));
      await t.resolves(provider.forgetBuyer(buyerId));
    }
  });
}

const settings = { stripeWebhookSecrets: ['whsec_contract'], stripeTimeoutMs: 1000 };
const stallSettings = { ...settings, stripeSecretKey: '', stripeApiUrl: 'http://127.0.0.1:1' };

contract('stall', () =>
  createPaymentProvider(stallSettings, () => {
    throw new Error('nobody at the stall has an account');
  }),
);
contract('stripe', async (t) => {
  const stripe = await StripeDouble.start(t);
  const key = stripe.env['STRIPE_SECRET_KEY'] ?? '';
  const reaching = { ...settings, stripeSecretKey: key, stripeApiUrl: stripe.origin };
  return createPaymentProvider(reaching, createMemoryPaymentCustomers);
});

test('at the stall refunds are handed out there, and no notice is anybody’s', async (t) => {
  const provider = await createPaymentProvider(stallSettings, createMemoryPaymentCustomers);
  await t.resolves(provider.refund({ refundId: 'refund-000001', providerRef: 'stall-1', amountMinor: 5 }));
  t.equal(provider.readNotice(Buffer.from('{}'), 't=1,v1=00'), undefined);
});
