import { useSignal } from '@preact/signals';
import { IconButton } from '../design/button.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { useWithPicture } from '../player/picture-time.ts';
import { OfferCard } from './offer-card.tsx';
import { pinnedOffer } from './shelf-list.ts';
import './pinned-offer.css';

/**
 * What the host holds up right now, over the picture, until he puts it down or the viewer does. It comes and goes
 * with the picture, however late that is; what it costs and how many are left is of this moment.
 */
export const PinnedOffer = () => {
  const { shelf, nowMs } = useBuying();
  const putAway = useSignal<string | null>(null);
  const view = viewOf(shelf.value);
  const pinnedOfferId = useWithPicture(view?.pinnedOfferId, nowMs);
  // Before the shelf is known nothing was pinned to it: the first pin that is known holds for what came before.
  const offer = view === null ? null : pinnedOffer({ ...view, pinnedOfferId: pinnedOfferId ?? null });
  if (offer === null || offer.offerId === putAway.value) return null;
  return (
    <section class="pinned-offer" aria-label={t('shelf.pinned')} key={offer.offerId} data-testid="pinned">
      <OfferCard offer={offer} isSmall />
      <IconButton icon="close" label={t('shelf.putAway')} onClick={() => (putAway.value = offer.offerId)} />
    </section>
  );
};
