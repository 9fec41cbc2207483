import type { OfferTerms } from '#domain/shelf/shelf.ts';

/** Snapshot of the channel `shelf-<show>`. Planned offers are for the crew. Availability comes from `ledger`. */
export interface ShelfView {
  readonly showId: string;
  readonly offers: readonly OfferView[];
  readonly pinnedOfferId: string | null;
}
export interface OfferView {
  readonly offerId: string;
  readonly terms: OfferTerms;
  readonly status: 'planned' | 'open' | 'ended';
  /** Of one that ended: its last piece went, and nothing of it came back. It may open again. */
  readonly isSoldOut: boolean;
  readonly openedAtMs: number | null;
  readonly endsAtMs: number | null;
  /** Pieces left of `limitTotal`; null without one. */
  readonly left: number | null;
  /** This reader's pieces, where there is a limit per buyer. */
  readonly ownPieces: number;
  /** The crew alone: pieces taken. */
  readonly taken?: number;
}
export type ShelfChannelEvent =
  | { readonly type: 'shelf.offer'; readonly offer: OfferView }
  | { readonly type: 'shelf.offer-gone'; readonly offerId: string }
  | { readonly type: 'shelf.order'; readonly offerIds: readonly string[] }
  | { readonly type: 'shelf.pinned'; readonly offerId: string | null };
