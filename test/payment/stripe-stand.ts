import type { Test } from 'tap';
import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type {
  PaymentOutcome,
  PaymentProvider,
  PaymentRequest,
} from '#application/payment/payment-provider.ts';
import type { OrderId, PaymentId, PersonId } from '#domain/ids.ts';
import { createStripeProvider } from '#payment/stripe/stripe-provider.ts';
import { createMemoryPaymentCustomers } from '#storage/payment/memory-payment-customers.ts';
import { StripeDouble } from '#test/support/stripe-double/stripe-double.ts';

export const buyerId = 'person-buyer' as PersonId;
export const orderId = 'order-000001' as OrderId;
export const paymentId = 'payment-00001' as PaymentId;
export const returnUrl = 'https://shop.example/orders';

/** A purse of two bottles; what a test names differs. */
export const requestOf = (differs: Partial<PaymentRequest> = {}): PaymentRequest => ({
  paymentId,
  orderId,
  buyerId,
  amountMinor: 4500,
  currency: 'EUR',
  lines: [
    { title: 'Amphora', amountMinor: 4000 },
    { title: 'Parcel', amountMinor: 500 },
  ],
  returnUrl,
  ...differs,
});

/** A payment that waits for its buyer on a page. */
export function onPage(outcome: PaymentOutcome): Extract<PaymentOutcome, { status: 'action-required' }> {
  if (outcome.status !== 'action-required') throw new Error(`no page, but ${JSON.stringify(outcome)}`);
  return outcome;
}

export interface StripeStand {
  readonly stripe: StripeDouble;
  readonly customers: PaymentCustomers;
  readonly provider: PaymentProvider;
  readonly clock: { nowMs: number };
  /** Another server of the same shop. */
  another(): PaymentProvider;
  /** The buyer saves a card on Stripe's page. */
  save(number: string): Promise<void>;
}

export async function openStripeStand(t: Test): Promise<StripeStand> {
  const clock = { nowMs: 1_800_000_000_000 };
  const nowMs = (): number => clock.nowMs;
  const stripe = await StripeDouble.start(t, nowMs);
  const customers = createMemoryPaymentCustomers();
  const settings = {
    stripeSecretKey: stripe.env['STRIPE_SECRET_KEY'] ?? '',
    stripeWebhookSecrets: [stripe.env['STRIPE_WEBHOOK_SECRETS'] ?? ''],
    stripeApiUrl: stripe.origin,
    stripeTimeoutMs: 300,
  };
  const another = (): PaymentProvider => createStripeProvider({ settings, customers, nowMs });
  const provider = another();
  const save = async (number: string): Promise<void> => {
    const page = await provider.saveMethod(buyerId, returnUrl);
    const { html } = await stripe.press(page?.url ?? '', 'pay', number);
    if (html.includes('Is it you?')) await stripe.press(page?.url ?? '', 'authenticate');
    stripe.notices.take();
  };
  return { stripe, customers, provider, clock, another, save };
}
