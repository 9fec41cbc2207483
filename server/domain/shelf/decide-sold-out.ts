import type { ShelfContext } from './commands.ts';
import type { ShelfEvent } from './events.ts';
import { evolveShelf } from './evolve.ts';
import { leftOf, mayComeBack, offerById } from './selectors.ts';
import type { ShelfState } from './state.ts';

type Counting = Extract<ShelfEvent, { readonly type: 'offer-taken' | 'offer-given-back' | 'offer-edited' }>;

/**
 * An event that changes what is left of an offer, and what follows from it: the offer ends when nothing is left, and
 * one that ended so opens again when something is, unless its time is over. A cart that lapses thus gives its pieces to
 * the next buyer, as it does before the last piece went.
 */
export function withSoldOut(
  event: Counting,
  state: ShelfState,
  { nowMs, actor }: ShelfContext,
): readonly ShelfEvent[] {
  const { offerId } = event;
  const offer = offerById(evolveShelf(state, { event, atMs: nowMs, actorId: actor }), offerId);
  if (offer === undefined) return [event];
  const left = leftOf(offer);
  if (offer.status === 'open' && left === 0)
    return [event, { type: 'offer-ended', offerId, reason: 'sold-out' }];
  if (offer.status !== 'ended' || left === 0 || !mayComeBack(offer, nowMs)) return [event];
  return [event, { type: 'offer-opened', offerId, endsAtMs: offer.endsAtMs }];
}
