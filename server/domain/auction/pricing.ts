import type { PersonId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import { incrementAt } from './increments.ts';
import type { LotTerms } from './terms.ts';

/** As much of a standing as the price depends on. */
export interface Max {
  readonly bidderId: PersonId;
  readonly maxMinor: AmountMinor;
}

/** Whoever leads and whoever comes next: all that a price rests on, so that a bid costs the same however many there were. */
export interface Standings<One extends Max = Max> {
  readonly leader: One | null;
  readonly runnerUp: One | null;
}

/**
 * After one more bid, by somebody who does not lead. On a tie the earlier max leads, which is the one that stands. Two
 * are enough to remember, because bids are never taken back and a max never goes below the price.
 */
export function standingsAfter<One extends Max>(
  { leader, runnerUp }: Standings<One>,
  bid: One,
): Standings<One> {
  if (leader === null) return { leader: bid, runnerUp };
  if (bid.maxMinor > leader.maxMinor) return { leader: bid, runnerUp: leader };
  const isNext = runnerUp === null || runnerUp.bidderId === bid.bidderId || bid.maxMinor > runnerUp.maxMinor;
  return { leader, runnerUp: isNext ? bid : runnerUp };
}

/**
 * min(leader's max, runner-up's max + increment of the runner-up's amount), and at least: the start, the price before,
 * an exact bid that leads, and the reserve once a max reaches it (shared semantics, "Auctions"). Never above the
 * leader's max.
 */
export function priceAfter(
  { leader, runnerUp }: Standings,
  terms: Pick<LotTerms, 'startMinor' | 'reserveMinor' | 'increments'>,
  before: { readonly priceMinor: AmountMinor | null; readonly exactMinor: AmountMinor | null },
): AmountMinor | null {
  if (leader === null) return before.priceMinor;
  const { maxMinor } = leader;
  const pushed = runnerUp === null ? 0 : runnerUp.maxMinor + incrementAt(terms.increments, runnerUp.maxMinor);
  return Math.max(
    terms.startMinor,
    Math.min(maxMinor, pushed),
    before.priceMinor ?? 0,
    before.exactMinor ?? 0,
    meetsReserve(maxMinor, terms) ? (terms.reserveMinor ?? 0) : 0,
  );
}

/** Without a reserve there is nothing to meet. */
export const meetsReserve = (
  maxMinor: AmountMinor,
  { reserveMinor }: Pick<LotTerms, 'reserveMinor'>,
): boolean => reserveMinor === null || maxMinor >= reserveMinor;
