import type { Stripe } from 'stripe';
import type { PaymentId } from '#domain/ids.ts';
import type { PaymentOutcome } from '#domain/order/payment-outcome.ts';

type Intent = Stripe.PaymentIntent;
type Session = Stripe.Checkout.Session;

/** All that Stripe knows of one payment of ours, newest first. */
export interface Attempts {
  readonly intents: readonly Intent[];
  readonly sessions: readonly Session[];
}

/**
 * Written into everything of a payment, so that it is found by listing the customer's: lists show at once what was
 * made, Stripe's search only after up to a minute. `superseded` marks a page that gave way to another attempt.
 */
export interface PaymentMark {
  readonly paymentId: string;
  readonly orderId: string;
  readonly flow: 'charge' | 'checkout';
}

/** The most that one list gives. A payment's attempts are minutes old, and nobody begins a hundred more meanwhile. */
const limit = 100;

export async function attemptsAt(stripe: Stripe, customer: string, paymentId: PaymentId): Promise<Attempts> {
  const [intents, sessions] = await Promise.all([
    stripe.paymentIntents.list({ customer, limit }),
    stripe.checkout.sessions.list({ customer, limit }),
  ]);
  const isOfPayment = ({ metadata }: Intent | Session): boolean => metadata?.['paymentId'] === paymentId;
  return {
    intents: intents.data.filter(isOfPayment),
    sessions: sessions.data.filter((session) => isOfPayment(session) && !hasGivenWay(session)),
  };
}

/** Marked before it was closed: while it is open it may still be paid, marked or not. */
export const hasGivenWay = ({ metadata, status }: Session): boolean =>
  metadata?.['superseded'] === 'yes' && status === 'expired';

/** An off-session charge, as opposed to the intent behind a page. */
export const isCharge = ({ metadata }: Intent): boolean => metadata['flow'] === 'charge';

/** A charge that gave way to a page, where the buyer proves who he is. */
export const isReplaced = ({ status, cancellation_reason: reason }: Intent): boolean =>
  status === 'canceled' && reason === 'duplicate';

/** The bank wants its customer to prove who he is, which takes a page. */
export const wantsBuyer = (
  fault: { readonly code?: string; readonly decline_code?: string } | null,
): boolean => fault?.code === 'authentication_required' || fault?.decline_code === 'authentication_required';

export const idOf = (found: string | { readonly id: string } | null): string | undefined =>
  typeof found === 'string' ? found : found?.id;

/** What the attempts come to; undefined where nothing was tried, or only what gave way to something else. */
export function outcomeOf({ intents, sessions }: Attempts): PaymentOutcome | undefined {
  const each = [...sessions.map(ofSession(intents)), ...intents.filter(isCharge).map(ofCharge)];
  const outcomes = each.filter((outcome) => outcome !== undefined);
  for (const status of ['succeeded', 'pending', 'action-required', 'failed'] as const) {
    const found = outcomes.find((outcome) => outcome.status === status);
    if (found !== undefined) return found;
  }
  return undefined;
}

const ofSession =
  (intents: readonly Intent[]) =>
  (session: Session): PaymentOutcome | undefined => {
    const { id, url, status, payment_status: paid } = session;
    const intentId = idOf(session.payment_intent);
    if (paid !== 'unpaid') return { status: 'succeeded', providerRef: intentId ?? id };
    if (status === 'expired') return { status: 'failed', providerRef: id, declineCode: 'expired' };
    if (status === 'open')
      return url === null ? undefined : { status: 'action-required', providerRef: id, url };
    // Done on the page and the bank still works on it, or has refused since.
    const intent = intents.find((candidate) => candidate.id === intentId);
    return intent?.status === 'requires_payment_method' || intent?.status === 'canceled'
      ? { status: 'failed', providerRef: id, declineCode: 'payment_failed' }
      : { status: 'pending', providerRef: id };
  };

export function ofCharge(intent: Intent): PaymentOutcome | undefined {
  const { id, status, last_payment_error: fault } = intent;
  if (status === 'succeeded') return { status: 'succeeded', providerRef: id };
  if (status === 'processing' || status === 'requires_capture') return { status: 'pending', providerRef: id };
  if (isReplaced(intent)) return undefined;
  if (status === 'canceled') return { status: 'failed', providerRef: id, declineCode: 'canceled' };
  if (fault === null || wantsBuyer(fault)) return undefined;
  return { status: 'failed', providerRef: id, declineCode: declineCodeOf(fault) };
}

export const declineCodeOf = (fault: { readonly code?: string; readonly decline_code?: string }): string =>
  fault.decline_code ?? fault.code ?? 'declined';
