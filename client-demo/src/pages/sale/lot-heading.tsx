import type { LotView } from '#protocol/auction-views.ts';
import { lotPicture } from '../../auction/lot-picture.ts';
import { Badge } from '../../design/badge.tsx';
import { ProductPicture } from '../../design/product-picture.tsx';
import { t } from '../../messages/t.ts';
import { useSale } from './use-sale.ts';

/** Which lot it is, with its picture, so that the right piece is in the hand. */
export const LotHeading = ({ lot }: { readonly lot: LotView }) => {
  const { catalogue } = useSale();
  const isOpen = lot.status === 'open';
  return (
    <div class="lot-head">
      <ProductPicture mediaId={lotPicture(lot, catalogue.value)} />
      <h2 dir="auto">{lot.title}</h2>
      <Badge tone={isOpen ? 'live' : 'plain'} hasDot={isOpen}>
        {t(`sale.status_${lot.status}`)}
      </Badge>
    </div>
  );
};

/** Before the first lot: what comes up with the next step, or what to do where nothing can. */
export const BeforeFirst = ({ next }: { readonly next: LotView | null }) => {
  const { money } = useSale();
  if (next === null) return <p class="soft lot-console-empty">{t('sale.nothingYet')}</p>;
  return (
    <>
      <LotHeading lot={next} />
      <p class="price-now digits">{t('sale.startsAt', { price: money(next.startMinor) })}</p>
    </>
  );
};
