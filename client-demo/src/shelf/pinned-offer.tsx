import { useSignal } from '@preact/signals';
import { IconButton } from '../design/button.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { OfferCard } from './offer-card.tsx';
import { pinnedOffer } from './shelf-list.ts';
import './pinned-offer.css';

/** What the host holds up right now, over the picture, until he puts it down or the viewer does. */
export const PinnedOffer = () => {
  const { shelf } = useBuying();
  const putAway = useSignal<string | null>(null);
  const view = viewOf(shelf.value);
  const offer = view === null ? null : pinnedOffer(view);
  if (offer === null || offer.offerId === putAway.value) return null;
  return (
    <section class="pinned-offer" aria-label={t('shelf.pinned')} key={offer.offerId} data-testid="pinned">
      <OfferCard offer={offer} isSmall />
      <IconButton icon="close" label={t('shelf.putAway')} onClick={() => (putAway.value = offer.offerId)} />
    </section>
  );
};
