import { isWideScreen } from '../design/wide-screen.ts';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { OfferCard } from './offer-card.tsx';
import { offersOnShelf } from './shelf-list.ts';
import './shelf-strip.css';

/** The shelf under the picture of a desk; nothing at all where nothing is on it. */
export const ShelfStrip = () => {
  const { shelf } = useBuying();
  const view = viewOf(shelf.value);
  const offers = view === null || !isWideScreen.value ? [] : offersOnShelf(view);
  if (offers.length === 0) return null;
  return (
    <section class="shelf-strip" aria-label={t('shelf.title')}>
      {/* What does not fit beside each other is scrolled, and only what has the focus can be scrolled by keys. */}
      <ul role="list" tabIndex={0} aria-label={t('shelf.title')}>
        {offers.map((offer) => (
          <li key={offer.offerId}>
            <OfferCard offer={offer} />
          </li>
        ))}
      </ul>
    </section>
  );
};
