import { test, type Test } from 'tap';
import type { PaymentNotice } from '#application/payment/payment-provider.ts';
import { createStripeProvider } from '#payment/stripe/stripe-provider.ts';
import { Refusal } from '#protocol/errors.ts';
import { createMemoryPaymentCustomers } from '#storage/payment/memory-payment-customers.ts';
import { openHttpStand } from '#test/support/http-stand.ts';
import { StripeDouble } from '#test/support/stripe-double/stripe-double.ts';

const url = '/api/payment-notices/stripe';
const nowMs = 1_800_000_000_000;
const metadata = { paymentId: 'payment-00001', orderId: 'order-000001', flow: 'charge' };

/** A server that takes Stripe's notices; `take` is what the application makes of them. */
async function openNoticeStand(t: Test, take: (notice: PaymentNotice) => Promise<void>) {
  const stripe = await StripeDouble.start(t, () => nowMs);
  const payment = createStripeProvider({
    settings: {
      stripeSecretKey: stripe.env['STRIPE_SECRET_KEY'] ?? '',
      stripeWebhookSecrets: [stripe.env['STRIPE_WEBHOOK_SECRETS'] ?? ''],
      stripeApiUrl: stripe.origin,
      stripeTimeoutMs: 300,
    },
    customers: createMemoryPaymentCustomers(),
    nowMs: () => nowMs,
  });
  const stand = await openHttpStand(t, {}, { payment, onPaymentNotice: take });
  const tell = (type = 'payment_intent.succeeded', status = 'succeeded') => {
    stripe.notices.publish(type, { object: 'payment_intent', id: 'pi_1', status, metadata });
    const [notice] = stripe.notices.take();
    if (notice === undefined) throw new Error('nothing was told');
    return notice;
  };
  const send = (payload: Buffer, headers: Record<string, string>) =>
    stand.app.inject({ method: 'POST', url, payload, headers });
  return { ...stand, stripe, tell, send };
}

const handedOn = async () => {
  throw new Error('handed on');
};

const signedBy = (signature: string) => ({
  'content-type': 'application/json; charset=utf-8',
  'stripe-signature': signature,
});

test('a signed notice is handed on as it was told, and answered when that is done', async (t) => {
  const order: string[] = [];
  const taken: PaymentNotice[] = [];
  const { stripe, tell, send } = await openNoticeStand(t, async (notice) => {
    taken.push(notice);
    await new Promise(setImmediate);
    order.push('durable');
  });
  const { body, signature } = stripe.notices.signed(tell());
  const answer = await send(body, signedBy(signature));
  order.push('answered');
  t.equal(answer.statusCode, 204);
  t.same(order, ['durable', 'answered']);
  t.match(taken, [
    { kind: 'outcome', outcome: { status: 'succeeded', providerRef: 'pi_1' }, saidAtMs: nowMs },
  ]);
});

test('what could not be kept is answered so that it comes again', async (t) => {
  const fails: Error[] = [
    new Refusal('server-overloaded', { retryAfterMs: 5 }),
    new Error('the disk is gone'),
  ];
  const { stripe, tell, send, logged } = await openNoticeStand(t, async () => {
    const error = fails.shift();
    if (error !== undefined) throw error;
  });
  const statuses: number[] = [];
  const notice = tell();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { body, signature } = stripe.notices.signed(notice);
    statuses.push((await send(body, signedBy(signature))).statusCode);
  }
  t.same(statuses, [503, 500, 204]);
  t.notMatch(logged.join('\n'), /whsec_|sk_test_|pi_1_secret/);
});

test('over the wire, Stripe repeats a notice until it was taken', async (t) => {
  let refusals = 3;
  const taken: string[] = [];
  const { app, stripe } = await openNoticeStand(t, async ({ noticeId }) => {
    if (refusals > 0) {
      refusals -= 1;
      throw new Refusal('server-overloaded');
    }
    taken.push(noticeId);
  });
  const origin = await app.listen({ host: '127.0.0.1', port: 0 });
  stripe.notices.sendTo(`${origin}${url}`);
  stripe.notices.publish('payment_intent.succeeded', {
    object: 'payment_intent',
    id: 'pi_1',
    status: 'succeeded',
    metadata,
  });
  await stripe.notices.sent();
  t.same(taken, ['evt_000001']);
});

test('what is not signed by Stripe is refused by name and never handed on', async (t) => {
  const { stripe, tell, send, app } = await openNoticeStand(t, handedOn);
  const notice = tell();
  const { body, signature } = stripe.notices.signed(notice);
  const foreign = stripe.notices.signed(notice, { secrets: ['whsec_foreign'] }).signature;
  const late = stripe.notices.signed(notice, { signedAtMs: nowMs - 301_000 }).signature;
  const cases = [
    [body, signedBy(foreign), 'notice-signature-invalid'],
    [Buffer.concat([body, Buffer.from(' ')]), signedBy(signature), 'notice-signature-invalid'],
    [body, { 'content-type': 'application/json' }, 'notice-signature-invalid'],
    [body, signedBy(late), 'notice-too-old'],
  ] as const;
  for (const [payload, headers, code] of cases) {
    const answer = await send(payload, headers);
    t.equal(answer.statusCode, 400);
    t.match(answer.json(), { error: { code, temporary: false } });
  }
  const empty = await app.inject({ method: 'POST', url, headers: { 'stripe-signature': signature } });
  t.match(empty.json(), { error: { code: 'notice-signature-invalid' } });
});

test('the bytes are checked as they came, whatever they are called', async (t) => {
  const taken: string[] = [];
  const { stripe, tell, send } = await openNoticeStand(t, async ({ noticeId }) => {
    taken.push(noticeId);
  });
  const spaced = { body: tell().body.replaceAll(':', ' :\t').replace('}', '\n}') };
  const { body, signature } = stripe.notices.signed(spaced);
  for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
    t.equal((await send(body, { ...signedBy(signature), 'content-type': type })).statusCode, 204, type);
  }
  t.equal(taken.length, 3, 'a repeat is the application’s to know');
});

test('a notice about anything else is answered and forgotten', async (t) => {
  const { stripe, tell, send } = await openNoticeStand(t, handedOn);
  for (const type of ['customer.created', 'payment_intent.created', 'something.of.tomorrow']) {
    const { body, signature } = stripe.notices.signed(tell(type, 'requires_payment_method'));
    t.equal((await send(body, signedBy(signature))).statusCode, 204, type);
  }
});

test('a body over the limit is not read to its end', async (t) => {
  const { send } = await openNoticeStand(t, handedOn);
  const answer = await send(Buffer.alloc(300_000, 32), signedBy('t=1,v1=00'));
  t.equal(answer.statusCode, 413);
});

test('a shop that is paid at the stall has no such address', async (t) => {
  const { app } = await openHttpStand(t);
  const answer = await app.inject({ method: 'POST', url, payload: '{}', headers: signedBy('t=1,v1=00') });
  t.equal(answer.statusCode, 404);
});
