import { createHash } from 'node:crypto';
import type { Stripe } from 'stripe';
import type { PaymentRequest } from '#application/payment/payment-provider.ts';
import type { PaymentOutcome } from '#domain/order/payment-outcome.ts';
import { toStripeAmount } from './amounts.ts';
import { attemptsAt, isCharge, outcomeOf, type Attempts, type PaymentMark } from './attempts.ts';
import { amountFault, isOtherRequest, isOver, underKey } from './stripe-faults.ts';

/** The most lines that one page takes, and the most characters of a name that it shows without a cut. */
const maximumLines = 100;
const maximumTitle = 250;

export const markOf = (
  { paymentId, orderId }: PaymentRequest,
  flow: PaymentMark['flow'],
): Record<keyof PaymentMark, string> => ({ paymentId, orderId, flow });

/**
 * A page of Stripe for this payment, or what it came to meanwhile. Goes on with the page that is open already; a payment
 * that failed or was given up stays so, because a late repeat must open nothing: a new try is a new payment.
 */
export async function payOnPage(
  stripe: Stripe,
  customerId: string,
  request: PaymentRequest,
): Promise<PaymentOutcome> {
  const attempts = await attemptsAt(stripe, customerId, request.paymentId);
  const now = outcomeOf(attempts);
  if (now !== undefined) return now;
  const charged = await giveUpCharges(stripe, customerId, request, attempts);
  return charged ?? openPage(stripe, customerId, request, attempts.intents.filter(isCharge).length);
}

/** A charge and a page must not both succeed. Answers what the charge came to where it cannot be given up any more. */
async function giveUpCharges(
  stripe: Stripe,
  customerId: string,
  { paymentId }: PaymentRequest,
  { intents }: Attempts,
): Promise<PaymentOutcome | undefined> {
  const open = intents.filter((intent) => isCharge(intent) && intent.status !== 'canceled');
  for (const { id } of open) {
    try {
      await stripe.paymentIntents.cancel(id, { cancellation_reason: 'duplicate' });
    } catch (error) {
      if (!isOver(error)) throw error;
      const now = outcomeOf(await attemptsAt(stripe, customerId, paymentId));
      if (now !== undefined) return now;
    }
  }
  return undefined;
}

/** `charges`: how many gave way to this page. One before them may have been closed, so this one has another key. */
async function openPage(
  stripe: Stripe,
  customerId: string,
  request: PaymentRequest,
  charges: number,
): Promise<PaymentOutcome> {
  const { paymentId } = request;
  const find = async (): Promise<PaymentOutcome | undefined> =>
    outcomeOf(await attemptsAt(stripe, customerId, paymentId));
  const wanted = pageOf(customerId, request);
  const make = async (idempotencyKey: string): Promise<PaymentOutcome> => {
    const { id, url } = await stripe.checkout.sessions.create(wanted, { idempotencyKey });
    if (url === null) throw new Error('Stripe opened a page without an address');
    return { status: 'action-required', providerRef: id, url };
  };
  const key = `checkout-${paymentId}-${charges}`;
  try {
    return await underKey(key, make, find);
  } catch (error) {
    const declineCode = amountFault(error);
    if (declineCode !== undefined) return { status: 'failed', providerRef: null, declineCode };
    if (!isOtherRequest(error)) throw error;
    // The same page was asked for with other words, and either is open or never came to be.
    return (await find()) ?? make(`${key}-${digestOf(wanted)}`);
  }
}

const digestOf = (wanted: object): string =>
  createHash('sha256').update(JSON.stringify(wanted)).digest('base64url').slice(0, 20);

function pageOf(customer: string, request: PaymentRequest): Stripe.Checkout.SessionCreateParams {
  const metadata = markOf(request, 'checkout');
  const keeps = request.savesMethod === true ? { setup_future_usage: 'off_session' as const } : {};
  return {
    mode: 'payment',
    customer,
    client_reference_id: request.orderId,
    metadata,
    payment_intent_data: { metadata, ...keeps },
    line_items: linesOf(request),
    success_url: request.returnUrl,
    cancel_url: request.returnUrl,
  };
}

/** Line by line where Stripe takes them so; reductions and very long orders become one line with the sum. */
function linesOf({ lines, amountMinor, currency, orderId }: PaymentRequest) {
  const sum = lines.reduce((total, line) => total + line.amountMinor, 0);
  const fits =
    lines.length > 0 &&
    lines.length <= maximumLines &&
    sum === amountMinor &&
    lines.every((line) => line.amountMinor >= 0 && line.title.trim() !== '');
  const shown = fits ? lines : [{ title: `Order ${orderId}`, amountMinor }];
  return shown.map((line) => ({
    quantity: 1,
    price_data: {
      currency: currency.toLowerCase(),
      unit_amount: toStripeAmount(line.amountMinor, currency),
      product_data: { name: line.title.slice(0, maximumTitle) },
    },
  }));
}
