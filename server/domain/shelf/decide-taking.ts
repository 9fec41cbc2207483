import { accepted, rejected } from '../decision.ts';
import type { ShelfContext, ShelfDecision, ShelfRequest } from './commands.ts';
import { isOpenAt, leftOf, offerById, takenByOf } from './selectors.ts';
import type { ShelfState } from './state.ts';

/**
 * What an order asks of the shelf in the same append: pieces of an offer within its limits and its time, or pieces that
 * come back. What comes back is always taken, so that a limit is never used up by what nobody has.
 */
export function decideTaking(
  request: ShelfRequest,
  state: ShelfState,
  { nowMs }: ShelfContext,
): ShelfDecision {
  const { offerId, orderId, lineId, personId, pieces } = request;
  const offer = offerById(state, offerId);
  if (offer === undefined) return rejected('offer-not-found');
  const facts = { offerId, orderId, lineId, personId, pieces };
  if (request.type === 'give-back') return accepted({ type: 'offer-given-back', ...facts });
  if (!isOpenAt(offer, nowMs)) return rejected('offer-not-open');
  const left = leftOf(offer);
  if (left !== null && pieces > left) return rejected('offer-sold-out', { left });
  const limit = offer.terms.limitPerBuyer;
  if (limit !== null && takenByOf(offer, personId) + pieces > limit)
    return rejected('offer-buyer-limit', { limit });
  return accepted({ type: 'offer-taken', ...facts });
}
