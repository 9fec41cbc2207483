import { ApiError, invalid, wrongState } from './api-error.ts';
import type { Books, Charge, Intent, Metadata } from './books.ts';
import { behaviourOf, type CardBehaviour } from './test-cards.ts';

/** The least that Stripe takes, about half a euro. */
const minimumAmount = 50;

export function addIntent(
  books: Books,
  wanted: {
    readonly amount: number;
    readonly currency: string;
    readonly customer: string | null;
    readonly metadata: Metadata;
    readonly setupFutureUsage: string | null;
  },
): Intent {
  checkAmount(wanted.amount);
  const id = books.id('pi');
  const intent = books.add<Intent>(books.intents, {
    id,
    object: 'payment_intent',
    created: books.nowSeconds(),
    amount: wanted.amount,
    currency: wanted.currency,
    customer: wanted.customer,
    metadata: wanted.metadata,
    setup_future_usage: wanted.setupFutureUsage,
    client_secret: `${id}_secret_hidden`,
    payment_method: null,
    status: 'requires_payment_method',
    amount_received: 0,
    latest_charge: null,
    cancellation_reason: null,
    last_payment_error: null,
  });
  books.tell('payment_intent.created', intent);
  return intent;
}

export function checkAmount(amount: number): void {
  if (!Number.isInteger(amount)) throw invalid('Invalid integer', { param: 'amount' });
  if (amount >= minimumAmount) return;
  const message = 'Amount must be no less than 0.50 eur';
  throw invalid(message, { code: 'amount_too_small', param: 'amount' });
}

/** Without the buyer: what the bank does not grant at once fails. */
export function confirmOffSession(books: Books, intent: Intent, methodId: string): Intent {
  if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_confirmation') {
    const message = `This PaymentIntent could not be confirmed because it has a status of ${intent.status}`;
    throw wrongState(message, { code: 'payment_intent_unexpected_state', payment_intent: intent });
  }
  const method = books.find(books.methods, 'PaymentMethod', methodId, 'payment_method');
  if (method.customer !== intent.customer) throw invalid('The payment method is not of this customer');
  const behaviour = behaviourOf(books.cardNumbers.get(methodId) ?? '');
  const refusal = behaviour.asksOffSession
    ? { code: 'authentication_required', decline_code: 'authentication_required' }
    : behaviour.declines;
  if (refusal === null) return succeed(books, intent, methodId);
  fail(books, intent, refusal);
  const fields = { type: 'card_error', message: 'Your card was declined.', ...refusal } as const;
  throw new ApiError(402, { ...fields, payment_intent: structuredClone(intent) }, { isKept: true });
}

export function succeed(books: Books, intent: Intent, methodId: string | null): Intent {
  const charge = addCharge(books, intent, 'succeeded');
  intent.payment_method = methodId;
  intent.status = 'succeeded';
  intent.amount_received = intent.amount;
  intent.latest_charge = charge.id;
  intent.last_payment_error = null;
  books.tell('charge.succeeded', charge);
  books.tell('payment_intent.succeeded', intent);
  return intent;
}

export function fail(books: Books, intent: Intent, why: NonNullable<CardBehaviour['declines']>): void {
  const charge = addCharge(books, intent, 'failed');
  intent.status = 'requires_payment_method';
  intent.latest_charge = charge.id;
  intent.last_payment_error = { ...why, message: 'Your card was declined.', type: 'card_error' };
  books.tell('charge.failed', charge);
  books.tell('payment_intent.payment_failed', intent);
}

/** A charge takes over what its intent was marked with. */
const addCharge = (books: Books, intent: Intent, status: Charge['status']): Charge =>
  books.add<Charge>(books.charges, {
    id: books.id('ch'),
    object: 'charge',
    created: books.nowSeconds(),
    amount: intent.amount,
    currency: intent.currency,
    payment_intent: intent.id,
    metadata: { ...intent.metadata },
    status,
    amount_refunded: 0,
    refunded: false,
  });

export function cancelIntent(books: Books, intent: Intent, reason: string | null): Intent {
  if (['succeeded', 'processing', 'canceled'].includes(intent.status)) {
    const message = `You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`;
    throw wrongState(message, { code: 'payment_intent_unexpected_state' });
  }
  intent.status = 'canceled';
  intent.cancellation_reason = reason;
  books.tell('payment_intent.canceled', intent);
  return intent;
}
