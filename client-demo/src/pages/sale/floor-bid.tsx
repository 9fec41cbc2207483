import { useSignal } from '@preact/signals';
import type { CallError } from '../../live/outcome.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import { t } from '../../messages/t.ts';
import { openLot } from './steps.ts';
import { useSale } from './use-sale.ts';

/** What a raised paddle bids: number, Enter; the amount is the asking price unless another one is called. */
export const FloorBid = () => {
  const sale = useSale();
  const paddle = useSignal('');
  const amount = useSignal('');
  const refusal = useSignal<CallError | null>(null);
  const said = useSignal('');
  const lot = openLot(sale);
  const asking = lot?.current?.askingMinor ?? null;
  const amountMinor = amount.value.trim() === '' ? asking : sale.readMoney(amount.value);
  const number = /^\d{1,4}$/.test(paddle.value.trim()) ? Number(paddle.value.trim()) : null;
  const isReady = lot !== null && number !== null && number > 0 && amountMinor !== null;
  const bid = async () => {
    if (lot === null || number === null || amountMinor === null || sale.busy.peek() !== null) return;
    refusal.value = null;
    const outcome = await sale.ask('auction.place-floor-bid', {
      lotId: lot.lotId,
      run: lot.run,
      paddle: number,
      amountMinor,
      tappedAtMs: Math.round(sale.nowMs()),
    });
    if (!outcome.ok) {
      refusal.value = outcome.error;
      return;
    }
    said.value = t('sale.floorBidTaken', { paddle: number, price: sale.money(amountMinor) });
    paddle.value = '';
    amount.value = '';
    document.getElementById('sale-paddle')?.focus();
  };
  return (
    <section class="floor-bid" aria-label={t('sale.floor')}>
      <h2>{t('sale.floor')}</h2>
      <form
        class="floor-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void bid();
        }}
      >
        <label class="field">
          <span class="field-label">{t('sale.paddle')}</span>
          <input
            id="sale-paddle"
            class="input digits"
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={paddle.value}
            onInput={(event) => (paddle.value = event.currentTarget.value)}
          />
        </label>
        <TextField
          label={t('sale.amount')}
          value={amount.value}
          placeholder={asking === null ? '' : sale.money(asking)}
          autoComplete="off"
          onText={(text) => (amount.value = text)}
        />
        <Button
          tone="act"
          type="submit"
          disabled={!isReady}
          busy={sale.busy.value === 'auction.place-floor-bid'}
        >
          {amountMinor === null || lot === null
            ? t('sale.bidButton')
            : t('sale.bidFor', { price: sale.money(amountMinor) })}
        </Button>
      </form>
      {lot === null && <p class="soft">{t('sale.floorWaits')}</p>}
      <Refused error={refusal.value} />
      <p class="unseen" role="status">
        {said.value}
      </p>
    </section>
  );
};
