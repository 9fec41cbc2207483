import { Stripe } from 'stripe';
import { Refusal } from '#protocol/errors.ts';
import { toStripeAmount } from './amounts.ts';
import { idOf } from './attempts.ts';
import { underKey } from './stripe-faults.ts';

interface RefundWish {
  readonly refundId: string;
  readonly providerRef: string;
  readonly amountMinor: number;
}

/** The most that one list gives, and more parts than an order has lines to be given back in. */
const limit = 100;

/** Gives money back once per `refundId`. Throws `refund-refused` with Stripe's reason. */
export async function refundOnce(stripe: Stripe, wish: RefundWish): Promise<void> {
  const intentId = await intentOf(stripe, wish.providerRef);
  if (intentId === undefined) throw new Refusal('refund-refused', { reason: 'not-paid' });
  const find = async (): Promise<Stripe.Refund | undefined> => {
    const { data } = await stripe.refunds.list({ payment_intent: intentId, limit });
    return data.find(({ metadata }) => metadata?.['refundId'] === wish.refundId);
  };
  const refund = (await find()) ?? (await make(stripe, intentId, wish, find));
  if (refund.status === 'failed' || refund.status === 'canceled') {
    throw new Refusal('refund-refused', { reason: refund.failure_reason ?? refund.status });
  }
}

async function make(
  stripe: Stripe,
  intentId: string,
  { refundId, amountMinor }: RefundWish,
  find: () => Promise<Stripe.Refund | undefined>,
): Promise<Stripe.Refund> {
  const { currency } = await stripe.paymentIntents.retrieve(intentId);
  const params = {
    payment_intent: intentId,
    amount: toStripeAmount(amountMinor, currency),
    metadata: { refundId },
  };
  try {
    return await underKey(
      `refund-${refundId}`,
      (idempotencyKey) => stripe.refunds.create(params, { idempotencyKey }),
      find,
    );
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError) || error.statusCode !== 400) throw error;
    throw new Refusal('refund-refused', { reason: error.code ?? 'invalid' });
  }
}

async function intentOf(stripe: Stripe, providerRef: string): Promise<string | undefined> {
  if (!providerRef.startsWith('cs_')) return providerRef;
  const session = await stripe.checkout.sessions.retrieve(providerRef);
  return session.payment_status === 'paid' ? idOf(session.payment_intent) : undefined;
}
