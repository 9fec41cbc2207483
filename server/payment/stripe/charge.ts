import { Stripe } from 'stripe';
import type { PaymentRequest } from '#application/payment/payment-provider.ts';
import type { PaymentOutcome } from '#domain/order/payment-outcome.ts';
import { toStripeAmount } from './amounts.ts';
import {
  attemptsAt,
  declineCodeOf,
  isCharge,
  isReplaced,
  ofCharge,
  outcomeOf,
  wantsBuyer,
  type Attempts,
} from './attempts.ts';
import { markOf, payOnPage } from './checkout.ts';
import { amountFault, isOver, underKey } from './stripe-faults.ts';

type Intent = Stripe.PaymentIntent;

const noMethod: PaymentOutcome = { status: 'failed', providerRef: null, declineCode: 'no-saved-method' };

/**
 * Charges the saved card without the buyer. One intent per payment, made first and confirmed then: an intent succeeds
 * once at most, whatever becomes of keys, lines and servers in between. Where the bank wants its customer, a page for
 * the same sum takes the intent's place.
 */
export async function chargeSaved(
  stripe: Stripe,
  customerId: string,
  request: PaymentRequest,
  savedCardOf: (customerId: string) => Promise<string | undefined>,
): Promise<PaymentOutcome> {
  const [attempts, card] = await Promise.all([
    attemptsAt(stripe, customerId, request.paymentId),
    savedCardOf(customerId),
  ]);
  const now = outcomeOf(attempts);
  if (now !== undefined && now.status !== 'action-required') return now;
  if (wasSentToPage(attempts)) return payOnPage(stripe, customerId, request);
  if (card === undefined) return now ?? noMethod;
  if (!(await closePages(stripe, attempts))) return readAgain(stripe, customerId, request);
  try {
    const intent = attempts.intents.find(isOpenCharge) ?? (await makeIntent(stripe, customerId, request));
    return await confirm(stripe, customerId, request, { intent, card });
  } catch (error) {
    const declineCode = amountFault(error);
    if (declineCode === undefined) throw error;
    return { status: 'failed', providerRef: null, declineCode };
  }
}

const isOpenCharge = (intent: Intent): boolean => isCharge(intent) && intent.status !== 'canceled';

const wasSentToPage = ({ intents }: Attempts): boolean =>
  intents.some(
    (intent) =>
      isCharge(intent) &&
      (isReplaced(intent) ||
        (intent.status === 'requires_payment_method' && wantsBuyer(intent.last_payment_error))),
  );

/** The buyer was on his way to pay by himself. False where he was quicker. */
async function closePages(stripe: Stripe, { sessions }: Attempts): Promise<boolean> {
  for (const { id, status } of sessions) {
    if (status !== 'open') continue;
    try {
      // So that the notice of its end is not taken for the end of the payment.
      await stripe.checkout.sessions.update(id, { metadata: { superseded: 'yes' } });
      await stripe.checkout.sessions.expire(id);
    } catch (error) {
      if (!isOver(error)) throw error;
      return false;
    }
  }
  return true;
}

async function readAgain(
  stripe: Stripe,
  customerId: string,
  { paymentId }: PaymentRequest,
): Promise<PaymentOutcome> {
  const now = outcomeOf(await attemptsAt(stripe, customerId, paymentId));
  if (now === undefined) throw new Error('Stripe has no attempt of a payment that it calls over');
  return now;
}

async function makeIntent(stripe: Stripe, customer: string, request: PaymentRequest): Promise<Intent> {
  const { amountMinor, currency, paymentId, orderId } = request;
  const find = async (): Promise<Intent | undefined> =>
    (await attemptsAt(stripe, customer, paymentId)).intents.find(isOpenCharge);
  const make = (idempotencyKey: string): Promise<Intent> =>
    stripe.paymentIntents.create(
      {
        amount: toStripeAmount(amountMinor, currency),
        currency: currency.toLowerCase(),
        customer,
        allowed_payment_method_types: ['card'],
        description: `Order ${orderId}`,
        metadata: markOf(request, 'charge'),
      },
      { idempotencyKey },
    );
  return underKey(`intent-${paymentId}`, make, find);
}

async function confirm(
  stripe: Stripe,
  customerId: string,
  request: PaymentRequest,
  { intent, card }: { readonly intent: Intent; readonly card: string },
): Promise<PaymentOutcome> {
  const settled = async (): Promise<PaymentOutcome | undefined> =>
    ofCharge(await stripe.paymentIntents.retrieve(intent.id));
  const make = async (idempotencyKey: string): Promise<PaymentOutcome> =>
    ofCharge(
      await stripe.paymentIntents.confirm(
        intent.id,
        { payment_method: card, off_session: true },
        { idempotencyKey },
      ),
    ) ?? { status: 'pending', providerRef: intent.id };
  try {
    return await underKey(`confirm-${request.paymentId}-${card}`, make, settled);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      if (wantsBuyer(error)) return payOnPage(stripe, customerId, request);
      return { status: 'failed', providerRef: intent.id, declineCode: declineCodeOf(error) };
    }
    // Another server was quicker.
    const now = isOver(error) ? await settled() : undefined;
    if (now === undefined) throw error;
    return now;
  }
}
