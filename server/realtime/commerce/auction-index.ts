import type { AuctionState, Lot, OpenRun } from '#domain/auction/auction.ts';
import type { LotId, PersonId } from '#domain/ids.ts';

/** The run that is open or was last; null before the first and while it is queued again. */
export const runOf = (lot: Lot): OpenRun | null =>
  lot.status === 'queued' ? null : lot.status === 'open' ? lot.openRun : lot.lastRun;

export const lotOf = (state: AuctionState, lotId: LotId): Lot | undefined =>
  state.lots.find((lot) => lot.lotId === lotId);

const owners = new WeakMap<Lot, ReadonlySet<PersonId>>();

/** Who has a part of his own in a lot, so that he is told of it apart. */
export function ownersOf(lot: Lot): ReadonlySet<PersonId> {
  const known = owners.get(lot);
  if (known !== undefined) return known;
  const found = new Set<PersonId>();
  const run = runOf(lot);
  if (lot.status === 'queued') for (const { bidderId } of lot.preBids) found.add(bidderId);
  for (const { bidderId } of run?.history ?? []) found.add(bidderId);
  if (run?.leader) found.add(run.leader.bidderId);
  if (run?.runnerUp) found.add(run.runnerUp.bidderId);
  if (lot.status === 'sold') {
    found.add(lot.sale.buyer.bidderId);
    if (lot.sale.settlement.status === 'second-chance') found.add(lot.sale.settlement.bidderId);
  }
  owners.set(lot, found);
  return found;
}

const numbers = new WeakMap<readonly PersonId[], ReadonlyMap<PersonId, number>>();

/** The number under which others see a bidder; 0 for who never bid here. */
export function numberOf({ bidders }: AuctionState, personId: PersonId): number {
  const known = numbers.get(bidders) ?? new Map(bidders.map((bidderId, index) => [bidderId, index + 1]));
  numbers.set(bidders, known);
  return known.get(personId) ?? 0;
}
