import { integer, list, text, type Field } from './field.ts';

/** Settings of whoever takes the money; with none of them buyers pay at the stall. */
export const paymentSchema = {
  stripeSecretKey: text({
    env: 'STRIPE_SECRET_KEY',
    default: '',
    pattern: /^((sk|rk)_(test|live)_\w{8,})?$/,
    expected: 'a secret or restricted key of Stripe (sk_… or rk_…)',
    secret: true,
    description: 'Lets buyers pay over Stripe. Empty: they pay at the stall.',
  }),
  stripeWebhookSecrets: list({
    env: 'STRIPE_WEBHOOK_SECRETS',
    default: [],
    pattern: /^whsec_\S{8,}$/,
    expected: 'signing secrets of Stripe (whsec_…), separated by commas',
    secret: true,
    description:
      "Sign Stripe's notices to /api/payment-notices/stripe; several while one replaces another. Needed with STRIPE_SECRET_KEY.",
  }),
  stripeApiUrl: text({
    env: 'STRIPE_API_URL',
    default: 'https://api.stripe.com',
    unit: 'url',
    // The key travels with every request: over plain HTTP never off this machine.
    pattern: /^(https:\/\/[^/?#@]+|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)\/?$/,
    expected: 'an https: origin, or http: on this machine',
    description: "Where Stripe's API is; another one for tests.",
  }),
  stripeTimeoutMs: integer({
    env: 'STRIPE_TIMEOUT_MS',
    default: 10_000,
    unit: 'ms',
    minimum: 100,
    maximum: 80_000,
    description: 'What Stripe has not answered by then is asked once more, and then later.',
  }),
} as const satisfies Record<string, Field<unknown>>;
