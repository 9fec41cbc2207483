import { bidderNumberOf, isBarred, preBidOf, type AuctionState } from '#domain/auction/auction.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Principal } from '../principal.ts';

/**
 * As whom somebody bids in an auction who was a guest before he signed in: as the guest whose bids stand in it, so that
 * he does not bid against himself, wins what he bid for, and keeps his number. Under each of his names he stays barred.
 */
export function bidderIn(
  auction: AuctionState,
  { personId, formerIds }: Pick<Principal, 'personId' | 'formerIds'>,
): PersonId {
  if (formerIds === undefined) return personId;
  const names = [personId, ...formerIds];
  const barredId = names.find((one) => isBarred(auction, one));
  return barredId ?? names.find((one) => takesPart(auction, one)) ?? personId;
}

const takesPart = (auction: AuctionState, personId: PersonId): boolean =>
  bidderNumberOf(auction, personId) <= auction.bidders.length ||
  auction.lots.some((lot) => preBidOf(lot, personId) !== undefined);
