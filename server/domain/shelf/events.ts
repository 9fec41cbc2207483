import type { Occurrence } from '../decision.ts';
import type { OfferId, OrderId, OrderLineId, PersonId, ShowId } from '../ids.ts';
import type { EndReason, OfferTerms } from './state.ts';

/** Events of the stream `shelf-<show>`. */
export type ShelfEvent =
  | {
      readonly type: 'offer-added';
      readonly showId: ShowId;
      readonly offerId: OfferId;
      readonly terms: OfferTerms;
    }
  | { readonly type: 'offer-edited'; readonly offerId: OfferId; readonly terms: OfferTerms }
  | { readonly type: 'offer-moved'; readonly offerId: OfferId; readonly beforeOfferId: OfferId | null }
  /** Only one that nobody ever took. */
  | { readonly type: 'offer-removed'; readonly offerId: OfferId }
  /** By the host, or (with the end it had) when something of one that sold out came back. */
  | { readonly type: 'offer-opened'; readonly offerId: OfferId; readonly endsAtMs: number | null }
  /** `sold-out` follows what took the last piece of the limit, in the same append. */
  | { readonly type: 'offer-ended'; readonly offerId: OfferId; readonly reason: EndReason }
  | { readonly type: 'offer-pinned'; readonly offerId: OfferId | null }
  | {
      readonly type: 'offer-taken';
      readonly offerId: OfferId;
      readonly orderId: OrderId;
      readonly lineId: OrderLineId;
      readonly personId: PersonId;
      readonly pieces: number;
    }
  /** Out of a cart, by hand or by the clock, or cancelled. */
  | {
      readonly type: 'offer-given-back';
      readonly offerId: OfferId;
      readonly orderId: OrderId;
      readonly lineId: OrderLineId;
      readonly personId: PersonId;
      readonly pieces: number;
    };

export type ShelfOccurrence<Event extends ShelfEvent = ShelfEvent> = Occurrence<Event, PersonId>;
