import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { OfferView } from '#protocol/shelf-views.ts';
import { viewOf } from '../live/commerce/follow-view.ts';
import { freshId } from '../live/fresh-id.ts';
import type { CallError } from '../live/outcome.ts';
import { useBuying } from '../order/buying.ts';
import { lineOfOffer } from '../order/cart.ts';

/** Puts pieces of one offer into the cart; one at a time, and each tap once. */
export const useTake = (offer: OfferView) => {
  const { commands, showId, order } = useBuying();
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  /** Kept until the shop has answered, so that a repeated tap after a lost answer is the same line. */
  const lineIds = useRef(new Map<string | null, string>());
  const take = async (skuId: string | null): Promise<boolean> => {
    if (isBusy.peek()) return false;
    isBusy.value = true;
    const held = lineOfOffer(viewOf(order.peek()), offer.offerId, skuId);
    const lineId = held?.lineId ?? lineIds.current.get(skuId) ?? freshId();
    lineIds.current.set(skuId, lineId);
    const outcome =
      held === undefined
        ? await commands.send('order.take-offer', {
            showId,
            offerId: offer.offerId,
            lineId,
            pieces: 1,
            skuId,
            seenPriceMinor: offer.terms.priceMinor,
          })
        : await commands.send('order.change-line', { showId, lineId, pieces: held.pieces + 1 });
    isBusy.value = false;
    // Taken already, by a command whose answer was lost.
    const isThere = !outcome.ok && outcome.error.code === 'line-exists';
    refusal.value = outcome.ok || isThere ? null : outcome.error;
    if (outcome.ok || !outcome.error.temporary) lineIds.current.delete(skuId);
    return outcome.ok || isThere;
  };
  return { take, isBusy, refusal };
};
