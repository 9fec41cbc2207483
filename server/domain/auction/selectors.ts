import type { LotId, PersonId } from '../ids.ts';
import type { AmountMinor } from '../money/money.ts';
import { maximumOf } from './bidder-maxima.ts';
import type { AuctionState, Lot, LotFacts, OpenRun, PreBid } from './state.ts';

export const lotById = (state: AuctionState, lotId: LotId): Lot | undefined =>
  state.lots.find((lot) => lot.lotId === lotId);

/** The run that is open or was the last; undefined while it is queued. */
export function runOf(lot: Lot): OpenRun | undefined {
  switch (lot.status) {
    case 'queued':
      return undefined;
    case 'open':
      return lot.openRun;
    case 'sold':
    case 'unsold':
    case 'voided':
      return lot.lastRun;
  }
}

/** What a lot is in every status, without what belongs to one. */
export const factsOf = ({ lotId, title, productId, mediaId, lines, terms, preBids, run }: Lot): LotFacts => ({
  lotId,
  title,
  productId,
  mediaId,
  lines,
  terms,
  preBids,
  run,
});

/** When the last run ended; undefined for one that did not. */
export function closedAtMsOf(lot: Lot): number | undefined {
  switch (lot.status) {
    case 'queued':
    case 'open':
      return undefined;
    case 'sold':
      return lot.sale.soldAtMs;
    case 'unsold':
      return lot.closedAtMs;
    case 'voided':
      return lot.voidedAtMs;
  }
}

export const isBarred = (state: AuctionState, personId: PersonId): boolean =>
  state.barred.some((barred) => barred.personId === personId);

export const preBidOf = ({ preBids }: LotFacts, personId: PersonId): PreBid | undefined =>
  preBids.find(({ bidderId }) => bidderId === personId);

/** The most that he would pay in the run that is open or was the last; null for who did not bid in it. */
export function ownMaxMinorOf(state: AuctionState, lot: Lot, personId: PersonId): AmountMinor | null {
  const run = runOf(lot);
  return run === undefined ? null : maximumOf(run.maxima, bidderNumberOf(state, personId));
}

/** The number in his hand, or the one under which he bought last: who gave it back still has his orders. */
export function paddleOf({ paddles, lots }: AuctionState, personId: PersonId): number | null {
  const held = paddles.find((one) => one.personId === personId);
  if (held !== undefined) return held.paddle;
  const bought = lots
    .flatMap((lot) => (lot.status === 'sold' ? [lot.sale] : []))
    .filter(({ buyer }) => buyer.bidderId === personId && buyer.paddle !== null)
    .toSorted((one, other) => other.soldAtMs - one.soldAtMs);
  return bought[0]?.buyer.paddle ?? null;
}

/** Lots that a rehearsal opened and nobody cleared yet. */
export const rehearsedLotIds = (state: AuctionState): readonly LotId[] =>
  state.lots.filter((lot) => runOf(lot)?.isRehearsal === true).map(({ lotId }) => lotId);

/**
 * A cache over lists of bidders. Lists that grew from one another share it: a member of a list stands in it under his
 * place in that list, others perhaps under their place in another.
 */
const numbers = new WeakMap<readonly PersonId[], Map<PersonId, number>>();

/** Under which number others see this bidder; whoever never bid gets the next. Does not walk the list for each bid. */
export function bidderNumberOf({ bidders }: AuctionState, personId: PersonId): number {
  let known = numbers.get(bidders);
  if (known === undefined) {
    known = new Map(bidders.map((bidderId, index) => [bidderId, index + 1]));
    numbers.set(bidders, known);
  }
  const number = known.get(personId) ?? 0;
  return bidders[number - 1] === personId ? number : bidders.length + 1;
}

/** The list with this bidder at its end, if it does not hold him. */
export function withBidder(state: AuctionState, personId: PersonId): readonly PersonId[] {
  const { bidders } = state;
  const number = bidderNumberOf(state, personId);
  if (number <= bidders.length) return bidders;
  const grown = [...bidders, personId];
  const known = numbers.get(bidders);
  // Who has another place in another list cannot have this one, too: such a list gets a cache of its own.
  if (known !== undefined && (known.get(personId) ?? number) === number)
    numbers.set(grown, known.set(personId, number));
  return grown;
}
