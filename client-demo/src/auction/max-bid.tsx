import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { LotView } from '#protocol/auction-views.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Field } from '../design/field.tsx';
import { parseMoney, plainMoney } from '../messages/money.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { refusalText } from './bid-standing.ts';
import { leastMaximum, quickSteps } from './next-amounts.ts';
import './max-bid.css';

interface MaxBidProps {
  readonly lot: LotView;
  readonly onClose: () => void;
}

const Withdraw = ({ lot, onDone }: { readonly lot: LotView; readonly onDone: () => void }) => {
  const { commands, showId } = useBuying();
  const isBusy = useSignal(false);
  const withdraw = async () => {
    isBusy.value = true;
    const outcome = await commands.send('auction.withdraw-pre-bid', { showId, lotId: lot.lotId });
    isBusy.value = false;
    if (outcome.ok || outcome.error.code === 'auction-unchanged') onDone();
  };
  return (
    <Button tone="careful" busy={isBusy.value} onClick={() => void withdraw()}>
      {t('auction.withdraw')}
    </Button>
  );
};

const headOf = (lot: LotView): string => {
  if (lot.status !== 'open') return t('auction.preBidTitle');
  return lot.own?.isLeading === true ? t('auction.changeMax') : t('auction.maxTitle');
};

const hintOf = (lot: LotView): string => {
  if (lot.status !== 'open') return t('auction.preBidHint');
  return lot.own?.isLeading === true ? t('auction.changeMaxHint') : t('auction.maxHint');
};

/** The most that somebody will pay: the shop bids for him, only as much as it takes. Before the start, too. */
export const MaxBid = ({ lot, onClose }: MaxBidProps) => {
  const { bidding, price, currency } = useBuying();
  const now = lot.own?.maxMinor ?? lot.own?.preBidMinor ?? null;
  const leastMinor = leastMaximum(lot);
  const text = useSignal(now === null ? '' : plainMoney(now, currency()));
  const isSent = useSignal(false);
  const amountMinor = useComputed(() => parseMoney(text.value, currency()));
  const progress = bidding.progress.value;
  const isMine = isSent.value && progress.status !== 'idle' && progress.bid.lotId === lot.lotId;
  const isSending = isMine && progress.status === 'sending';
  useEffect(() => {
    if (isMine && progress.status === 'placed') onClose();
  }, [isMine, progress.status]);
  const isTooLow = amountMinor.value !== null && amountMinor.value < leastMinor;
  const isNoAmount = text.value !== '' && amountMinor.value === null;
  const fault = isNoAmount
    ? t('auction.noAmount')
    : isTooLow
      ? t('auction.atLeast', { price: price(leastMinor) })
      : isMine && progress.status === 'refused'
        ? refusalText(progress.error, price)
        : undefined;
  const isReady = amountMinor.value !== null && !isTooLow && amountMinor.value !== now;
  const send = () => {
    if (amountMinor.value === null || !isReady) return;
    isSent.value = true;
    bidding.place({ lotId: lot.lotId, run: lot.run, amountMinor: amountMinor.value, isExact: false });
  };
  return (
    <Dialog
      title={headOf(lot)}
      onClose={onClose}
      actions={
        <>
          {lot.status !== 'open' && now !== null && <Withdraw lot={lot} onDone={onClose} />}
          <Button tone="act" busy={isSending} disabled={!isReady} data-testid="send-max" onClick={send}>
            {amountMinor.value === null
              ? t('auction.setMax')
              : t('auction.setMaxTo', { price: price(amountMinor.value) })}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <p class="soft">{hintOf(lot)}</p>
        <div class="quick-steps" role="group" aria-label={t('auction.quickSteps')}>
          {quickSteps(lot.terms.increments, leastMinor).map((stepMinor) => (
            <Button
              key={stepMinor}
              aria-pressed={amountMinor.value === stepMinor}
              onClick={() => (text.value = plainMoney(stepMinor, currency()))}
            >
              {price(stepMinor)}
            </Button>
          ))}
        </div>
        <Field label={t('auction.maxLabel', { currency: currency() })} fault={fault}>
          {(control) => (
            <input
              {...control}
              class="input digits"
              inputMode="decimal"
              autoComplete="off"
              enterKeyHint="done"
              dir="ltr"
              value={text.value}
              onInput={(event) => (text.value = event.currentTarget.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
