import { accepted, assertNever, rejected } from '../decision.ts';
import type { ShelfCommand, ShelfContext, ShelfDecision } from './commands.ts';
import { withSoldOut } from './decide-sold-out.ts';
import { leftOf, mayComeBack, offerById } from './selectors.ts';
import { maximumOffers, type Offer, type OfferTerms, type ShelfState } from './state.ts';

type Command<Type extends ShelfCommand['type']> = Extract<ShelfCommand, { readonly type: Type }>;

/** Commands of the host on the shelf of a show. Pure. */
export function decideShelf(command: ShelfCommand, state: ShelfState, context: ShelfContext): ShelfDecision {
  if (command.type === 'add-offer') return decideAdded(command, state);
  if (command.type === 'pin-offer') return decidePin(command, state);
  const offer = offerById(state, command.offerId);
  if (offer === undefined) return rejected('offer-not-found');
  const { offerId } = offer;
  switch (command.type) {
    case 'edit-offer':
      return decideEdited(command, offer, state, context);
    case 'move-offer':
      return decideMove(command, state);
    case 'remove-offer':
      if (offer.status === 'open' || offer.taken > 0) return wrongStatus(offer);
      return accepted({ type: 'offer-removed', offerId });
    case 'open-offer':
      return decideOpened(offer, context);
    case 'end-offer':
      // One that sold out ends for good: what comes back of it opens nothing any more.
      if (offer.status !== 'open' && !(offer.status === 'ended' && offer.reason === 'sold-out'))
        return wrongStatus(offer);
      return accepted({ type: 'offer-ended', offerId, reason: 'host' });
    case 'end-offer-by-clock':
      // Ended before, or opened anew with another end: this clock is not that of the offer.
      if (offer.status !== 'open' || offer.endsAtMs !== command.endsAtMs) return rejected('offer-unchanged');
      if (context.nowMs < command.endsAtMs) return rejected('offer-unchanged');
      return accepted({ type: 'offer-ended', offerId, reason: 'clock' });
    default:
      return assertNever(command);
  }
}

const wrongStatus = ({ status }: Offer): ShelfDecision => rejected('offer-wrong-status', { status });

function decideAdded({ showId, offerId, terms }: Command<'add-offer'>, state: ShelfState): ShelfDecision {
  if (offerById(state, offerId)) return rejected('offer-exists');
  if (state.offers.length >= maximumOffers) return rejected('offer-limit-reached');
  const field = faultyField(terms);
  if (field !== undefined) return rejected('offer-terms-invalid', { field });
  return accepted({ type: 'offer-added', showId, offerId, terms });
}

function decideOpened(offer: Offer, { nowMs }: ShelfContext): ShelfDecision {
  if (offer.status === 'open') return wrongStatus(offer);
  if (leftOf(offer) === 0) return rejected('offer-sold-out', { left: 0 });
  const { offerId, terms } = offer;
  const endsAtMs = terms.durationMs === null ? null : nowMs + terms.durationMs;
  return accepted({ type: 'offer-opened', offerId, endsAtMs });
}

/**
 * What people see while they buy stays as it is: price, goods, and the way it is claimed. So it does of one that sold
 * out, until the host ends it: more pieces open it again, and what comes back does.
 */
function decideEdited(
  { offerId, terms }: Command<'edit-offer'>,
  offer: Offer,
  state: ShelfState,
  context: ShelfContext,
): ShelfDecision {
  const isFixed = offer.status === 'open' || mayComeBack(offer, context.nowMs);
  const field = faultyField(terms) ?? (isFixed ? fixedField(offer.terms, terms) : undefined);
  if (field !== undefined) return rejected('offer-terms-invalid', { field });
  if (terms.limitTotal !== null && terms.limitTotal < offer.taken)
    return rejected('offer-terms-invalid', { field: 'limitTotal' });
  // Who has how many was not counted without a limit per buyer.
  const wasCounted = offer.terms.limitPerBuyer !== null || offer.taken === 0;
  if (terms.limitPerBuyer !== null && !wasCounted)
    return rejected('offer-terms-invalid', { field: 'limitPerBuyer' });
  if (terms.limitPerBuyer !== null && terms.limitPerBuyer < mostOfOne(offer))
    return rejected('offer-terms-invalid', { field: 'limitPerBuyer' });
  return accepted(...withSoldOut({ type: 'offer-edited', offerId, terms }, state, context));
}

/** What the buyer has who has most. */
const mostOfOne = ({ takenBy }: Offer): number =>
  takenBy.reduce((most, { pieces }) => Math.max(most, pieces), 0);

function decideMove({ offerId, beforeOfferId }: Command<'move-offer'>, state: ShelfState): ShelfDecision {
  if (beforeOfferId !== null && !offerById(state, beforeOfferId)) return rejected('offer-not-found');
  const at = state.offers.findIndex((offer) => offer.offerId === offerId);
  const next = state.offers[at + 1]?.offerId ?? null;
  if (beforeOfferId === offerId || beforeOfferId === next) return rejected('offer-unchanged');
  return accepted({ type: 'offer-moved', offerId, beforeOfferId });
}

function decidePin({ offerId }: Command<'pin-offer'>, state: ShelfState): ShelfDecision {
  if (offerId === state.pinnedOfferId) return rejected('offer-unchanged');
  if (offerId !== null && !offerById(state, offerId)) return rejected('offer-not-found');
  return accepted({ type: 'offer-pinned', offerId });
}

/** A field that contradicts another one. */
function faultyField(terms: OfferTerms): string | undefined {
  const { kind, items, isChoice, insteadOfMinor, priceMinor, durationMs, limitTotal, limitPerBuyer } = terms;
  if (new Set(items.map(({ skuId }) => skuId)).size !== items.length) return 'items';
  if (kind === 'bundle' && (items.length < 2 || isChoice)) return 'items';
  if (kind !== 'bundle' && items.length > 1 && !isChoice) return 'isChoice';
  if (insteadOfMinor !== null && insteadOfMinor <= priceMinor) return 'insteadOfMinor';
  if (durationMs === 0 || (kind === 'flash' && durationMs === null)) return 'durationMs';
  if (limitTotal !== null && limitPerBuyer !== null && limitPerBuyer > limitTotal) return 'limitPerBuyer';
  return undefined;
}

/** What differs although it must not. */
function fixedField(before: OfferTerms, after: OfferTerms): string | undefined {
  const fixed = ['kind', 'priceMinor', 'insteadOfMinor', 'isChoice', 'claim', 'durationMs'] as const;
  const field = fixed.find((one) => before[one] !== after[one]);
  if (field !== undefined) return field;
  const goods = ({ items }: OfferTerms) => items.map(({ skuId, quantity }) => `${skuId} ${quantity}`).join();
  return goods(before) === goods(after) ? undefined : 'items';
}
