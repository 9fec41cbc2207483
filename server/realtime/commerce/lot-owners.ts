import type { Lot } from '#domain/auction/auction.ts';
import { runOf } from '#domain/auction/selectors.ts';
import type { PersonId } from '#domain/ids.ts';

const owners = new WeakMap<Lot, ReadonlySet<PersonId>>();

/** Who has a part of his own in a lot, so that he is told of it apart. */
export function ownersOf(lot: Lot): ReadonlySet<PersonId> {
  const known = owners.get(lot);
  if (known !== undefined) return known;
  const found = new Set<PersonId>();
  const run = runOf(lot);
  for (const { bidderId } of lot.preBids) found.add(bidderId);
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
