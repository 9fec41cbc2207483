import { createHash } from 'node:crypto';
import type { LotId, OrderId, OrderLineId, PersonId, ShowId } from '#domain/ids.ts';
import type { Principal } from '../principal.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);

/** The one order of a person in a show: the same on every server, and no way back to either. */
export const orderIdOf = (showId: ShowId, personId: PersonId): OrderId =>
  digest(`order ${showId} ${personId}`) as OrderId;

/**
 * Where somebody buys in a show: his own order; where there is none yet, one that was his as a guest before he signed in,
 * so that all he buys in one show is one order. Of two that there are already, his own.
 */
export function ownOrderIdIn(
  showId: ShowId,
  { personId, formerIds = [] }: Pick<Principal, 'personId' | 'formerIds'>,
  isKnown: (orderId: OrderId) => boolean,
): OrderId {
  const orderIds = [personId, ...formerIds].map((one) => orderIdOf(showId, one));
  const [ownId = orderIdOf(showId, personId)] = orderIds;
  return orderIds.find(isKnown) ?? ownId;
}

/** The line that a win becomes in its winner's order. */
export const winLineIdOf = (lotId: LotId, run: number): OrderLineId =>
  digest(`win ${lotId} ${run}`) as OrderLineId;
