import { useSignal } from '@preact/signals';
import type { AuctionView, LotView } from '#protocol/auction-views.ts';
import { lotLogPath } from '../api/lot-log.ts';
import { Badge } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { ProductPicture } from '../design/product-picture.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { formatClock, formatDuration } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { bidderText } from './bidder-text.ts';
import { isCrewOf } from './lot-on-stage.ts';
import { endingOf, lotFacts } from './lot-ending.ts';
import { lotPicture } from './lot-picture.ts';
import { MaxBid } from './max-bid.tsx';

const History = ({ lot }: { readonly lot: LotView }) => {
  const { price } = useBuying();
  const history = lot.current?.history ?? [];
  if (history.length === 0) return <p class="soft">{t('auction.noBids')}</p>;
  return (
    <ol class="lot-history" role="list">
      {history.map(({ sequence, bidder, priceMinor, atMs }) => (
        <li key={sequence} data-own={bidder.isYou}>
          <Icon name={bidder.via === 'floor' ? 'flag' : 'users'} sizePx={16} />
          <bdi>{bidderText(bidder)}</bdi>
          <b class="digits">{price(priceMinor)}</b>
          <time class="soft small digits">{formatClock(atMs)}</time>
        </li>
      ))}
    </ol>
  );
};

/** How this lot ends, in a sentence or two. */
const rulesOf = ({ kind, terms }: LotView): string => {
  if (kind === 'hammer') return t('auction.rulesHammer');
  if (terms.counterBidMs === 0) return t('auction.rulesSuddenDeath');
  return t('auction.rulesTimed', {
    seconds: Math.round(terms.counterBidMs / 1000),
    most: formatDuration(terms.extensionCapMs),
  });
};

/** The published log: anybody can recompute winner and price from it, and check it against receipts. */
const LogLink = ({ lot }: { readonly lot: LotView }) => {
  const { showId } = useBuying();
  if (lot.status === 'queued' || lot.status === 'open' || lot.current?.isRehearsal === true) return null;
  return (
    <p class="small">
      <a href={lotLogPath(showId, lot.lotId)} download={`lot-${lot.lotId}.jsonl`}>
        {t('auction.log')}
      </a>{' '}
      <span class="soft">{t('auction.logHint')}</span>
    </p>
  );
};

/** One lot with all that is public of it. */
export const LotDetails = ({ view, lot }: { readonly view: AuctionView; readonly lot: LotView }) => {
  const { catalogue, price } = useBuying();
  const isPreBidOpen = useSignal(false);
  const shop = viewOf(catalogue.value);
  const product = shop?.products.find(({ productId }) => productId === lot.productId);
  const picture = lot.mediaId ?? product?.pictures[0]?.mediaId ?? lotPicture(lot, shop);
  const mayPreBid = lot.status === 'queued' && !view.isBarred && !isCrewOf(view);
  const own = lot.own?.preBidMinor ?? null;
  return (
    <div class="stack lot-details">
      {picture !== null && <ProductPicture mediaId={picture} alt={lot.title} size="wide" />}
      <h3 dir="auto">{lot.title}</h3>
      <div class="row">
        {lotFacts(lot).map((fact) => (
          <Badge key={fact}>{fact}</Badge>
        ))}
      </div>
      {lot.status !== 'queued' && lot.status !== 'open' && <p dir="auto">{endingOf(lot, price).text}</p>}
      {product !== undefined && product.description !== '' && (
        <p class="soft lot-description" dir="auto">
          {product.description}
        </p>
      )}
      <p class="soft small">{rulesOf(lot)}</p>
      {mayPreBid && (
        <Button tone="act" icon="hammer" aria-haspopup="dialog" onClick={() => (isPreBidOpen.value = true)}>
          {own === null ? t('auction.preBid') : t('auction.ownPreBid', { price: price(own) })}
        </Button>
      )}
      {lot.current !== null && (
        <>
          <h4>{t('auction.history')}</h4>
          <History lot={lot} />
        </>
      )}
      <LogLink lot={lot} />
      {isPreBidOpen.value && <MaxBid lot={lot} onClose={() => (isPreBidOpen.value = false)} />}
    </div>
  );
};
