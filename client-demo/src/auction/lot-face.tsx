import type { LotView } from '#protocol/auction-views.ts';
import { Icon } from '../design/icon.tsx';
import { ProductPicture } from '../design/product-picture.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { lotFacts } from './lot-ending.ts';
import { lotPicture } from './lot-picture.ts';

interface LotFaceProps {
  readonly lot: LotView;
  /** Opens what there is to know of it. */
  readonly onOpen: () => void;
  readonly label?: string;
}

/** Picture and title of a lot, and the way to all that is known of it. */
export const LotFace = ({ lot, onOpen, label }: LotFaceProps) => {
  const { catalogue } = useBuying();
  return (
    <button type="button" class="lot-face" onClick={onOpen} aria-haspopup="dialog">
      <ProductPicture mediaId={lotPicture(lot, viewOf(catalogue.value))} size="small" />
      <span class="lot-face-words">
        {label !== undefined && <small class="lot-face-label">{label}</small>}
        <b class="lot-face-title" dir="auto">
          {lot.title}
        </b>
        <small class="lot-face-facts">{lotFacts(lot).join(' · ')}</small>
      </span>
      <Icon name="chevron" sizePx={16} />
      <span class="unseen">{t('auction.openDetails')}</span>
    </button>
  );
};
