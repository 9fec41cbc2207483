import type { Decision, DecisionContext } from '../decision.ts';
import type { OfferId, OrderId, OrderLineId, PersonId, ShowId } from '../ids.ts';
import type { ShelfEvent } from './events.ts';
import type { OfferTerms } from './state.ts';

interface OnShelf {
  readonly showId: ShowId;
}

/** Commands of the host on the shelf of a show. Offer ids are client-made and refused while the shelf has them. */
export type ShelfCommand =
  | ({ readonly type: 'add-offer'; readonly offerId: OfferId; readonly terms: OfferTerms } & OnShelf)
  /** While it is open only title, picture and limits may change, these not below what is taken. */
  | ({ readonly type: 'edit-offer'; readonly offerId: OfferId; readonly terms: OfferTerms } & OnShelf)
  | ({
      readonly type: 'move-offer';
      readonly offerId: OfferId;
      readonly beforeOfferId: OfferId | null;
    } & OnShelf)
  | ({ readonly type: 'remove-offer'; readonly offerId: OfferId } & OnShelf)
  | ({ readonly type: 'open-offer'; readonly offerId: OfferId } & OnShelf)
  | ({ readonly type: 'end-offer'; readonly offerId: OfferId } & OnShelf)
  /** null takes the pin down. */
  | ({ readonly type: 'pin-offer'; readonly offerId: OfferId | null } & OnShelf)
  /** Never from the wire: the timer of a flash offer. */
  | ({ readonly type: 'end-offer-by-clock'; readonly offerId: OfferId; readonly endsAtMs: number } & OnShelf);

/** What orders ask of the shelf in the same append; see `decideTaking`. */
export type ShelfRequest = {
  readonly offerId: OfferId;
  readonly orderId: OrderId;
  readonly lineId: OrderLineId;
  readonly personId: PersonId;
  readonly pieces: number;
} & ({ readonly type: 'take' } | { readonly type: 'give-back' });

export type ShelfRejectionCode =
  | 'offer-not-found'
  | 'offer-exists'
  | 'offer-limit-reached'
  | 'offer-terms-invalid'
  | 'offer-wrong-status'
  | 'offer-not-open'
  /** With `details.left`. */
  | 'offer-sold-out'
  /** With `details.limit`. */
  | 'offer-buyer-limit'
  | 'offer-unchanged';

export type ShelfContext = DecisionContext<PersonId>;
export type ShelfDecision = Decision<ShelfEvent, ShelfRejectionCode>;
