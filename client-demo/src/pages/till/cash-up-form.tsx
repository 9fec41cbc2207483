import { useSignal } from '@preact/signals';
import type { TillView } from '#protocol/till-views.ts';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import { untoldOf } from './till-book.ts';
import { useTill } from './use-till.ts';

type Drawer = NonNullable<TillView['drawer']>;

/** Cash that lies in the drawer and is not in its sum: of sales that the server did not take. */
const Untold = () => {
  const { book, money } = useTill();
  const amountMinor = book.value.refused.reduce(
    (sum, { telling }) =>
      telling.kind === 'sale' && telling.sale.method === 'cash' ? sum + telling.sale.totalMinor : sum,
    0,
  );
  if (amountMinor === 0) return null;
  return (
    <p class="till-note" role="status">
      <Icon name="careful" />
      {t('till.cashOfRefused', { amount: money(amountMinor) })}
    </p>
  );
};

/** Counting: the difference and why, then the drawer is closed. */
export const CashUpForm = ({ drawer }: { readonly drawer: Drawer }) => {
  const { device, cashier, send, readMoney, money, line, book } = useTill();
  const text = useSignal('');
  const note = useSignal('');
  const isAsking = useSignal(false);
  const isTried = useSignal(false);
  const countedMinor = readMoney(text.value);
  const expectedMinor = drawer.floatMinor + drawer.cashMinor;
  const differenceMinor = (countedMinor ?? expectedMinor) - expectedMinor;
  if (untoldOf(book.value) > 0) return <p role="status">{t('till.cashUpUntold')}</p>;
  if (line.value.status !== 'on') return <p role="status">{t('till.needsLine')}</p>;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        isTried.value = true;
        isAsking.value = countedMinor !== null;
      }}
    >
      <TextField
        label={t('till.counted')}
        value={text.value}
        inputMode="decimal"
        fault={isTried.value && countedMinor === null ? t('till.amountFault') : undefined}
        onText={(next) => (text.value = next)}
      />
      <Untold />
      <p
        class="list-total"
        aria-live="polite"
        data-difference={countedMinor === null ? null : differenceMinor}
      >
        <span>{t('till.difference')}</span>
        <b class="digits">{countedMinor === null ? '–' : money(differenceMinor)}</b>
      </p>
      {countedMinor !== null && differenceMinor !== 0 && (
        <p class="till-note" role="status">
          <Icon name="careful" />
          {differenceMinor < 0
            ? t('till.cashMissing', { amount: money(-differenceMinor) })
            : t('till.cashOver', { amount: money(differenceMinor) })}
        </p>
      )}
      <TextField
        label={t('till.note')}
        isOptional
        maxLength={200}
        value={note.value}
        onText={(next) => (note.value = next)}
      />
      <Button tone="act" size="big" wide type="submit">
        {t('till.cashUp')}
      </Button>
      {isAsking.value && countedMinor !== null && (
        <Confirm
          title={t('till.cashUp')}
          question={t('till.cashUpAsk', { amount: money(countedMinor) })}
          confirmLabel={t('till.cashUp')}
          run={() =>
            send('till.cash-up', {
              tillId: device.tillId,
              cashierId: cashier.value?.personId ?? '',
              countedMinor,
              note: note.value.trim(),
            })
          }
          onDone={() => (isAsking.value = false)}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </form>
  );
};
