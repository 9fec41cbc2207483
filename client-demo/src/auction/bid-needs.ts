import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { BidProgress } from '../live/commerce/bidding.ts';
import { keepsCards } from '../order/consent.ts';

/** What a bidder is asked for before the first bid. */
export type BidNeed = 'sign-in' | 'card';

/**
 * What the refusal of the last bid asks for that can be given here; null: nothing. A shop that is paid at the stall
 * only keeps no cards, so nobody is sent to save one. Pure.
 */
export const needOf = (progress: BidProgress, methods: CatalogueView['paymentMethods']): BidNeed | null => {
  if (progress.status !== 'refused' || progress.error.code !== 'bidder-not-qualified') return null;
  switch (progress.error.details?.['lacks']) {
    case 'sign-in':
      return 'sign-in';
    case 'payment-method':
      return keepsCards(methods) ? 'card' : null;
    default:
      return null;
  }
};
