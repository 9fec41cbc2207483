import { useSignal } from '@preact/signals';
import type { AuctionView, LotView } from '#protocol/auction-views.ts';
import { IconButton } from '../design/button.tsx';
import { useShortcuts } from '../design/shortcuts.tsx';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { AskDialog } from './ask-dialog.tsx';
import { asksFirst } from './ask-first.ts';
import { BidButton } from './bid-button.tsx';
import { BidLine } from './bid-line.tsx';
import { lineOf } from './bid-standing.ts';
import { LotFace } from './lot-face.tsx';
import { bidGateOf, type BidGate } from './lot-on-stage.ts';
import { LotCalls, LotTimeLeft, useLotTime } from './lot-time.tsx';
import { MaxBid } from './max-bid.tsx';

interface OpenLotProps {
  readonly view: AuctionView;
  readonly lot: LotView;
  readonly isPaused: boolean;
  readonly onDetails: () => void;
}

const blockedText = (gate: BidGate, lot: LotView): string | null => {
  switch (gate) {
    case 'open':
      return lot.own?.isLeading === true ? t('auction.youLead') : null;
    case 'lost':
      return t('auction.blockedLost');
    case 'barred':
      return t('auction.blockedBarred');
    case 'crew':
      return t('auction.blockedCrew');
    case 'paused':
      return t('auction.blockedPaused');
    case 'closing':
      return t('auction.closing');
  }
};

/** What is bid, and against which clock; the clock of a hammer lot is the auctioneer's voice. */
const Clock = ({ lot }: { readonly lot: LotView }) => {
  const { live } = useBuying();
  const { current } = lot;
  if (current === null) return null;
  if (current.endsAtMs === null) return <LotCalls calls={current.calls} />;
  return <LotTimeLeft endsAtMs={current.endsAtMs} extendedMs={current.extendedMs} clock={live.clock} />;
};

/** A lot that can be bid on now. Its shape stays the same whatever happens to it, so that the thumb finds the button. */
export const OpenLot = ({ view, lot, isPaused, onDetails }: OpenLotProps) => {
  const { live, bidding, price, isConnected } = useBuying();
  const isMaxOpen = useSignal(false);
  const askedMinor = useSignal<number | null>(null);
  const { current, lotId, run } = lot;
  const time = useLotTime(current?.endsAtMs ?? Number.MAX_SAFE_INTEGER, live.clock);
  const gate = bidGateOf(view, lot, { isConnected: isConnected.value, isPaused, isPast: time.isPast });
  const openMax = () => {
    if (gate === 'open') isMaxOpen.value = true;
  };
  useShortcuts([{ keys: ['m'], shown: 'M', label: t('auction.keyMax'), run: openMax }]);
  const progress = bidding.progress.value;
  const isSending = progress.status === 'sending' && !progress.isLate;
  const place = (amountMinor: number) => bidding.place({ lotId, run, amountMinor, isExact: true });
  const askingMinor = current?.askingMinor ?? lot.startMinor;
  const onBid = (amountMinor: number) => {
    if (asksFirst.value) askedMinor.value = amountMinor;
    else place(amountMinor);
  };
  return (
    <>
      <div class="lot-top">
        <LotFace lot={lot} onOpen={onDetails} />
        <div class="lot-numbers">
          <b class="lot-price digits" key={current?.priceMinor ?? 'start'} data-testid="lot-price">
            {price(current?.priceMinor ?? lot.startMinor)}
          </b>
          <Clock lot={lot} />
        </div>
      </div>
      <BidLine line={lineOf(lot, progress, price)} />
      <div class="bid-acts" data-gate={gate}>
        <BidButton
          amountMinor={askingMinor}
          amountText={price(askingMinor)}
          isSending={isSending}
          blocked={blockedText(gate, lot)}
          onBid={onBid}
        />
        <IconButton
          icon="sliders"
          tone="plain"
          label={t('auction.maxTitle')}
          disabled={gate !== 'open'}
          aria-haspopup="dialog"
          data-testid="max-bid"
          onClick={openMax}
        />
      </div>
      {isMaxOpen.value && <MaxBid lot={lot} onClose={() => (isMaxOpen.value = false)} />}
      {askedMinor.value !== null && (
        <AskDialog
          title={lot.title}
          amountMinor={askedMinor.value}
          onBid={place}
          onClose={() => (askedMinor.value = null)}
        />
      )}
    </>
  );
};
