import type { PaymentCustomers } from '#application/payment/payment-customers.ts';
import type { PaymentProvider } from '#application/payment/payment-provider.ts';
import { createStallProvider } from './stall/stall-provider.ts';

/** The part of the configuration that says who takes the money (config/payment.ts). */
export interface PaymentSettings {
  /** Empty: nobody but the stall. */
  readonly stripeSecretKey: string;
  readonly stripeWebhookSecrets: readonly string[];
  readonly stripeApiUrl: string;
  readonly stripeTimeoutMs: number;
}

/** Stripe's library is loaded only where it is wanted: a server without it starts without it. */
export async function createPaymentProvider(
  settings: PaymentSettings,
  openCustomers: () => PaymentCustomers,
): Promise<PaymentProvider> {
  if (settings.stripeSecretKey === '') return createStallProvider();
  const { createStripeProvider } = await import('./stripe/stripe-provider.ts');
  return createStripeProvider({ settings, customers: openCustomers(), nowMs: Date.now });
}
