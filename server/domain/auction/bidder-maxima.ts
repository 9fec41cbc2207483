import type { AmountMinor } from '../money/money.ts';

/**
 * What each bidder of a run would pay at most, by his number (the place in `AuctionState.bidders`, from 1), in pages of
 * `pageSize`; 0: did not bid. Pages, so that a bid copies one of them, and costs nearly the same among ten bidders and
 * among ten thousand.
 */
export type BidderMaxima = readonly (readonly AmountMinor[])[];

/** Near the square root of the largest crowd thought of (some 5,000 bidders), which copies least. */
const pageSize = 64;

export function withMaximum(maxima: BidderMaxima, bidderNumber: number, maxMinor: AmountMinor): BidderMaxima {
  const [pageAt, at] = placeOf(bidderNumber);
  const pages = [...maxima];
  while (pages.length <= pageAt) pages.push([]);
  const page = [...(pages[pageAt] ?? [])];
  while (page.length < at) page.push(0);
  page[at] = maxMinor;
  pages[pageAt] = page;
  return pages;
}

/** null for who did not bid. */
export function maximumOf(maxima: BidderMaxima, bidderNumber: number): AmountMinor | null {
  const [pageAt, at] = placeOf(bidderNumber);
  return maxima[pageAt]?.[at] || null;
}

const placeOf = (bidderNumber: number): readonly [pageAt: number, at: number] => [
  Math.floor((bidderNumber - 1) / pageSize),
  (bidderNumber - 1) % pageSize,
];
