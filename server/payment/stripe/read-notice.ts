import { Stripe } from 'stripe';
import type { PaymentNotice, PaymentOutcome } from '#domain/order/payment-outcome.ts';
import type { OrderId, PaymentId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import { fromStripeAmount } from './amounts.ts';
import { hasGivenWay, idOf, isCharge, ofCharge } from './attempts.ts';

/** How old a signature may be, in seconds: Stripe's own default, against notices that somebody caught and plays again. */
const toleranceSeconds = 300;

interface Deps {
  readonly stripe: Stripe;
  /** Newest first or not: any of them signs, while one replaces another. */
  readonly secrets: readonly string[];
  readonly nowMs: () => number;
}

/** Reads a notice whose signature is one of ours; undefined where it is of nothing that we asked for. */
export function readNotice(
  { stripe, secrets, nowMs }: Deps,
  rawBody: Uint8Array,
  signature: string,
): PaymentNotice | undefined {
  for (const secret of secrets) {
    const event = eventOf(stripe, { rawBody, signature, secret, nowMs: nowMs() });
    if (event === 'other-secret') continue;
    if (event === 'too-old') throw new Refusal('notice-too-old');
    return noticeOf(event);
  }
  throw new Refusal('notice-signature-invalid');
}

interface Received {
  readonly rawBody: Uint8Array;
  readonly signature: string;
  readonly secret: string;
  readonly nowMs: number;
}

function eventOf(stripe: Stripe, received: Received): Stripe.Event | 'other-secret' | 'too-old' {
  const { rawBody, signature, secret, nowMs } = received;
  try {
    return stripe.webhooks.constructEvent(rawBody, signature, secret, toleranceSeconds, undefined, nowMs);
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    return isSigned(stripe, received) ? 'too-old' : 'other-secret';
  }
}

/** Whatever its age: a tolerance of 0 looks at no clock. */
function isSigned(stripe: Stripe, { rawBody, signature, secret }: Received): boolean {
  try {
    return stripe.webhooks.signature?.verifyHeader(rawBody, signature, secret, 0) ?? false;
  } catch {
    return false;
  }
}

function noticeOf(event: Stripe.Event): PaymentNotice | undefined {
  const said = saidIn(event);
  const paymentId = said?.metadata?.['paymentId'];
  const orderId = said?.metadata?.['orderId'];
  if (said === undefined || paymentId === undefined || orderId === undefined) return undefined;
  return {
    noticeId: event.id,
    // Stripe keeps what we wrote; its signature says that it comes from there.
    paymentId: paymentId as PaymentId,
    orderId: orderId as OrderId,
    saidAtMs: event.created * 1000,
    ...said.word,
  };
}

interface Said {
  readonly metadata: Stripe.Metadata | null;
  readonly word:
    | { readonly kind: 'outcome'; readonly outcome: PaymentOutcome }
    | { readonly kind: 'refunded'; readonly refundedMinor: number };
}

/**
 * What an event says about a payment. A decline on Stripe's page says nothing yet: the page stays open and the buyer
 * takes another card, or lets it run out.
 */
function saidIn(event: Stripe.Event): Said | undefined {
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired':
      return ofSession(event.type, event.data.object);
    case 'payment_intent.succeeded':
    case 'payment_intent.processing':
    case 'payment_intent.payment_failed':
    case 'payment_intent.canceled':
      return ofIntent(event.data.object);
    case 'charge.refunded': {
      const { metadata, amount_refunded: amount, currency } = event.data.object;
      return { metadata, word: { kind: 'refunded', refundedMinor: fromStripeAmount(amount, currency) } };
    }
    // An endpoint may be set to send everything that Stripe has; most of it is not about payments.
    default:
      return undefined;
  }
}

function ofSession(
  type:
    | 'checkout.session.completed'
    | 'checkout.session.async_payment_succeeded'
    | 'checkout.session.async_payment_failed'
    | 'checkout.session.expired',
  session: Stripe.Checkout.Session,
): Said | undefined {
  const { id, metadata, payment_status: paid } = session;
  if (hasGivenWay(session)) return undefined;
  const say = (outcome: PaymentOutcome): Said => ({ metadata, word: { kind: 'outcome', outcome } });
  if (paid !== 'unpaid') return say({ status: 'succeeded', providerRef: idOf(session.payment_intent) ?? id });
  if (type === 'checkout.session.expired') {
    return say({ status: 'failed', providerRef: id, declineCode: 'expired' });
  }
  if (type === 'checkout.session.async_payment_failed') {
    return say({ status: 'failed', providerRef: id, declineCode: 'payment_failed' });
  }
  return say({ status: 'pending', providerRef: id });
}

function ofIntent(intent: Stripe.PaymentIntent): Said | undefined {
  const { id, metadata, status } = intent;
  // What a page's intent goes through is told by its page, but for the money itself.
  if (!isCharge(intent) && status !== 'succeeded') return undefined;
  const outcome: PaymentOutcome | undefined =
    status === 'succeeded' ? { status: 'succeeded', providerRef: id } : ofCharge(intent);
  return outcome === undefined ? undefined : { metadata, word: { kind: 'outcome', outcome } };
}
