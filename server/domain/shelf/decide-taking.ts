import { accepted, rejected } from '../decision.ts';
import type { ShelfContext, ShelfDecision, ShelfRequest } from './commands.ts';
import { withSoldOut } from './decide-sold-out.ts';
import { isOpenAt, isSoldOut, leftOf, offerById, takenByOf } from './selectors.ts';
import type { ShelfState } from './state.ts';

/**
 * What an order asks of the shelf in the same append: pieces of an offer within its limits and its time, or pieces that
 * come back. What comes back is always taken, so that a limit is never used up by what nobody has. The last piece of a
 * limit ends the offer as sold out; what comes back of it in time opens it again.
 */
export function decideTaking(request: ShelfRequest, state: ShelfState, context: ShelfContext): ShelfDecision {
  const { offerId, orderId, lineId, personId, pieces } = request;
  const offer = offerById(state, offerId);
  if (offer === undefined) return rejected('offer-not-found');
  const facts = { offerId, orderId, lineId, personId, pieces };
  if (request.type === 'give-back')
    return accepted(...withSoldOut({ type: 'offer-given-back', ...facts }, state, context));
  if (isSoldOut(offer)) return rejected('offer-sold-out', { left: 0 });
  if (!isOpenAt(offer, context.nowMs)) return rejected('offer-not-open');
  const left = leftOf(offer);
  if (left !== null && pieces > left) return rejected('offer-sold-out', { left });
  const limit = offer.terms.limitPerBuyer;
  if (limit !== null && takenByOf(offer, personId) + pieces > limit)
    return rejected('offer-buyer-limit', { limit });
  return accepted(...withSoldOut({ type: 'offer-taken', ...facts }, state, context));
}
