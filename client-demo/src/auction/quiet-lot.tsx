import { useSignal } from '@preact/signals';
import type { LotView } from '#protocol/auction-views.ts';
import { Button } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { formatClock } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { endingOf } from './lot-ending.ts';
import { LotFace } from './lot-face.tsx';
import { MaxBid } from './max-bid.tsx';

interface QuietLotProps {
  readonly lot: LotView;
  readonly onDetails: () => void;
  /** The person may bid in this show. */
  readonly mayBid: boolean;
}

/** A lot that comes up: it can be bid on before it opens. */
export const ComingLot = ({ lot, onDetails, mayBid }: QuietLotProps) => {
  const { price, isConnected } = useBuying();
  const isOpen = useSignal(false);
  const own = lot.own?.preBidMinor ?? null;
  return (
    <>
      <div class="lot-top">
        <LotFace lot={lot} onOpen={onDetails} label={t('auction.next')} />
        <div class="lot-numbers">
          <small class="soft">{t('auction.startsAt')}</small>
          <b class="lot-price digits">{price(lot.startMinor)}</b>
        </div>
      </div>
      {mayBid && (
        <div class="bid-acts">
          <Button
            wide
            icon={own === null ? 'hammer' : 'check'}
            disabled={!isConnected.value}
            aria-haspopup="dialog"
            data-testid="pre-bid"
            onClick={() => (isOpen.value = true)}
          >
            {own === null ? t('auction.preBid') : t('auction.ownPreBid', { price: price(own) })}
          </Button>
        </div>
      )}
      {isOpen.value && <MaxBid lot={lot} onClose={() => (isOpen.value = false)} />}
    </>
  );
};

/** What the winner does next, as long as there is something to do. */
const WinnerNote = ({ lot }: { readonly lot: LotView }) => {
  const { isCartOpen, order } = useBuying();
  const line = viewOf(order.value)?.lines.find(
    ({ source, status }) => source.id === lot.lotId && status === 'placed',
  );
  const settlement = lot.sale?.settlement ?? null;
  if (lot.sale?.buyer.isYou !== true || settlement === null) return null;
  if (settlement.status === 'nothing-due') return <p class="soft small">{t('auction.rehearsalWon')}</p>;
  if (settlement.status === 'paid') return <p class="soft small">{t('auction.paid')}</p>;
  if (settlement.status !== 'payment-due' && settlement.status !== 'unpaid') return null;
  const open = () => (isCartOpen.value = true);
  // Who pays at the stall has until after the show, and so has a line without a deadline.
  if (line?.deadlineMs === null) {
    return (
      <Button wide icon="bag" onClick={open}>
        {t('auction.payAtStall')}
      </Button>
    );
  }
  const dueAtMs = line?.deadlineMs ?? (settlement.status === 'payment-due' ? settlement.dueAtMs : 0);
  return (
    <Button tone="act" wide icon="cart" data-testid="pay-win" onClick={open}>
      {settlement.status === 'unpaid'
        ? t('auction.payOverdue')
        : t('auction.payBy', { time: formatClock(dueAtMs) })}
    </Button>
  );
};

/** A lot that is over: what became of it, and what its winner does. */
export const EndedLot = ({ lot, onDetails }: Omit<QuietLotProps, 'mayBid'>) => {
  const { price } = useBuying();
  const ending = endingOf(lot, price);
  return (
    <>
      <div class="lot-top">
        <LotFace lot={lot} onOpen={onDetails} />
      </div>
      <p class="lot-ending" data-tone={ending.tone} data-testid="lot-ending">
        <Icon name={ending.icon} />
        <b dir="auto">{ending.text}</b>
      </p>
      {lot.status === 'voided' && <p class="soft small">{t('auction.voidedHint')}</p>}
      <WinnerNote lot={lot} />
    </>
  );
};
