import type { MediaId, OfferId, PersonId, ProductId, ShowId, SkuId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';

/** What one piece of the offer takes from stock; several for a bundle. */
export interface OfferItem {
  readonly productId: ProductId;
  readonly skuId: SkuId;
  /** In the smallest division of its unit. */
  readonly quantity: number;
}

export interface OfferTerms {
  readonly kind: 'buy-now' | 'bundle' | 'flash';
  readonly title: string;
  readonly mediaId: MediaId | null;
  /** Of one piece; of a flash offer also what it cost before. */
  readonly priceMinor: AmountMinor;
  readonly insteadOfMinor: AmountMinor | null;
  /** A buy-now offer names one item for each variant to choose from; a bundle and a flash take all of them together. */
  readonly items: readonly OfferItem[];
  /** Whether the buyer chooses one of the items (variants) instead of getting all. */
  readonly isChoice: boolean;
  /** In pieces; null: as long as stock lasts. */
  readonly limitTotal: number | null;
  readonly limitPerBuyer: number | null;
  /** How long it stays open once started; null: until ended. */
  readonly durationMs: number | null;
  /** First held, first served; or first paid, first served (CommentSold). */
  readonly claim: 'on-hold' | 'on-payment';
}

export interface Taken {
  readonly personId: PersonId;
  readonly pieces: number;
}

interface OfferBase {
  readonly offerId: OfferId;
  readonly terms: OfferTerms;
  /** In pieces, those in carts included. */
  readonly taken: number;
  /** Only where `limitPerBuyer` is set. */
  readonly takenBy: readonly Taken[];
}

export type EndReason = 'host' | 'clock' | 'sold-out';

/** planned -> open -> ended; an ended one may be opened again, and one that sold out opens when something comes back. */
export type Offer =
  | ({ readonly status: 'planned' } & OfferBase)
  | ({ readonly status: 'open'; readonly openedAtMs: number; readonly endsAtMs: number | null } & OfferBase)
  | ({
      readonly status: 'ended';
      readonly endedAtMs: number;
      readonly reason: EndReason;
      /** The end it had while it was open: after it nothing opens by itself. */
      readonly endsAtMs: number | null;
    } & OfferBase);

/** What one show sells at a fixed price, in the order of the shelf. */
export interface ShelfState {
  readonly version: number;
  readonly showId: ShowId | null;
  readonly offers: readonly Offer[];
  /** Held up on the stage right now. */
  readonly pinnedOfferId: OfferId | null;
}

export const initialShelfState: ShelfState = { version: 0, showId: null, offers: [], pinnedOfferId: null };

export const maximumOffers = 300;
export const maximumOfferItems = 20;
/** Beyond it per-buyer limits forget who came first; far above a show's buyers. */
export const maximumTakenBy = 20_000;
