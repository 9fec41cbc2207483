import { invalid, wrongState } from './api-error.ts';
import type { Books, Charge, Refund } from './books.ts';
import { metadataOf, textOf, type Params } from './form-body.ts';

export function addRefund(books: Books, params: Params): Refund {
  const intentId = textOf(params, 'payment_intent') ?? '';
  const intent = books.find(books.intents, 'payment_intent', intentId, 'payment_intent');
  const charge = chargeOf(books, intent.latest_charge);
  if (charge === undefined) {
    throw wrongState('This PaymentIntent does not have a successful charge to refund.');
  }
  if (charge.refunded) {
    throw wrongState(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  if (charge.disputed === true) {
    throw wrongState(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const left = charge.amount - charge.amount_refunded;
  const amount = Number(textOf(params, 'amount') ?? left);
  if (!Number.isInteger(amount) || amount < 1) throw invalid('Invalid positive integer', { param: 'amount' });
  if (amount > left) {
    throw wrongState('Refund amount is greater than unrefunded amount on charge', { param: 'amount' });
  }
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  const refund = books.add<Refund>(books.refunds, {
    id: books.id('re'),
    object: 'refund',
    created: books.nowSeconds(),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: intent.id,
    metadata: metadataOf(params),
    status: 'succeeded',
  });
  books.tell('refund.created', refund);
  books.tell('charge.refunded', charge);
  return refund;
}

function chargeOf(books: Books, id: string | null): Charge | undefined {
  const charge = id === null ? undefined : books.charges.get(id);
  return charge?.status === 'succeeded' ? charge : undefined;
}
