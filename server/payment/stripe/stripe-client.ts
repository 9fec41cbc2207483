import { Stripe } from 'stripe';
import type { PaymentSettings } from '../create-payment-provider.ts';

/** Repeats of the library itself, with the same idempotency key; whoever called us tries again later. */
const repeats = 1;

/** Stripe's own client, at the address of the settings. */
export function openStripe(settings: PaymentSettings): Stripe {
  const { protocol, hostname, port } = new URL(settings.stripeApiUrl);
  const isPlain = protocol === 'http:';
  return new Stripe(settings.stripeSecretKey, {
    protocol: isPlain ? 'http' : 'https',
    // Node dials IPv6 without the brackets that a URL needs.
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isPlain ? 80 : 443) : Number(port),
    timeout: settings.stripeTimeoutMs,
    maxNetworkRetries: repeats,
    telemetry: false,
  });
}
