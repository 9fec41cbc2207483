import { Stripe } from 'stripe';
import { Refusal } from '#protocol/errors.ts';

const { errors } = Stripe;

/** Somebody else holds the object or the key for a moment. */
const busy = ['lock_timeout', 'idempotency_key_in_use'];

/**
 * What callers hear of a fault: `payment-unavailable` while the line, Stripe or its limits are in the way; anything
 * else is a fault of ours or of the settings and stays an error that is logged. Neither carries Stripe's own error,
 * which holds secrets of intents and whole requests.
 */
export function faultOf(error: unknown): unknown {
  if (!(error instanceof errors.StripeError)) return error;
  const cause = bare(error);
  const passes =
    error instanceof errors.StripeConnectionError ||
    error instanceof errors.StripeAPIError ||
    error instanceof errors.StripeRateLimitError ||
    busy.includes(error.code ?? '');
  return passes ? new Refusal('payment-unavailable', undefined, { cause }) : cause;
}

function bare({ type, code, param, statusCode, requestId, message }: Stripe.errors.StripeError): Error {
  const facts = [type, statusCode, code, param, requestId].filter(
    (fact) => fact !== undefined && fact !== '',
  );
  return new Error(`Stripe: ${facts.join(' ')}: ${message.replaceAll(/\b(sk|rk|whsec)_[\w*]+/g, '$1_…')}`);
}

/** Runs calls to Stripe; rejects with `faultOf` what went wrong. */
export async function asking<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw faultOf(error);
  }
}

const isKept = (error: unknown): boolean =>
  error instanceof errors.StripeAPIError && error.headers?.['idempotent-replayed'] === 'true';

/** Stripe forgets keys after a day at the earliest, so there is no use in many. */
const keysAtMost = 4;

/**
 * Makes something under an idempotency key. Stripe keeps every result under its key for a day, a 500 of its own too:
 * where that comes back, the work is over and only its result is unknown, so it is looked for, and made under the next
 * key where it is not there.
 */
export async function underKey<Made>(
  key: string,
  make: (key: string) => Promise<Made>,
  find: () => Promise<Made | undefined>,
): Promise<Made> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await make(attempt === 1 ? key : `${key}-${attempt}`);
    } catch (error) {
      if (attempt >= keysAtMost || !isKept(error)) throw error;
      const found = await find();
      if (found !== undefined) return found;
    }
  }
}

/** Stripe has no such object: of another account, wiped test data, or deleted there. */
export const isMissing = (error: unknown): boolean =>
  error instanceof errors.StripeInvalidRequestError && error.code === 'resource_missing';

/** The customer of our books is not in Stripe's. */
export const isUnknownCustomer = (error: unknown): boolean =>
  isMissing(error) && error instanceof errors.StripeError && error.param === 'customer';

/** The object is not in a state for this: somebody was quicker, or it is over. */
export const isOver = (error: unknown): boolean =>
  error instanceof errors.StripeInvalidRequestError &&
  !busy.includes(error.code ?? '') &&
  error.statusCode === 400;

/** The same key was used with other parameters a moment ago. */
export const isOtherRequest = (error: unknown): boolean => error instanceof errors.StripeIdempotencyError;

/** Sums that no bank takes: a decline, not a fault. */
export function amountFault(error: unknown): string | undefined {
  if (!(error instanceof errors.StripeInvalidRequestError)) return undefined;
  return ['amount_too_small', 'amount_too_large'].find((code) => code === error.code);
}
