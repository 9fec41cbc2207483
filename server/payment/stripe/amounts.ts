/**
 * Stripe counts in the minor units of ISO 4217, except where it kept the two decimals that a currency once had
 * (docs.stripe.com/currencies, "special cases").
 */
const decimalsKept: readonly string[] = ['ISK', 'UGX'];

const factorOf = (currency: string): number => (decimalsKept.includes(currency.toUpperCase()) ? 100 : 1);

export const toStripeAmount = (amountMinor: number, currency: string): number =>
  amountMinor * factorOf(currency);

/** Rounds down what has no whole minor unit; Stripe itself never makes such a sum. */
export const fromStripeAmount = (amount: number, currency: string): number =>
  Math.floor(amount / factorOf(currency));
