import { Dialog } from '../design/dialog.tsx';
import { Empty } from '../design/notice.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { CartKey } from '../order/cart-key.tsx';
import { OfferCard } from './offer-card.tsx';
import { offersOnShelf } from './shelf-list.ts';
import './shelf-sheet.css';

/** The shelf as a sheet over the picture. */
export const ShelfSheet = ({ onClose }: { readonly onClose: () => void }) => {
  const { shelf } = useBuying();
  const view = viewOf(shelf.value);
  const offers = view === null ? [] : offersOnShelf(view);
  return (
    <Dialog title={t('shelf.title')} onClose={onClose} actions={<CartKey onOpen={onClose} />}>
      {offers.length === 0 ? (
        <Empty icon="bag" title={t('shelf.empty')} advice={t('shelf.emptyAdvice')} />
      ) : (
        <ul role="list" class="shelf-sheet">
          {offers.map((offer) => (
            <li key={offer.offerId}>
              <OfferCard offer={offer} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
};
