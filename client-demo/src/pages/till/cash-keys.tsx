import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { fractionDigitsOf, plainMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { changeOf, quickAmounts } from './cash.ts';
import { useTill } from './use-till.ts';
import './pay-dialog.css';

interface CashKeysProps {
  readonly totalMinor: number;
  readonly isBusy: boolean;
  readonly onTake: (givenMinor: number) => void;
}

/** What was given, by a key or typed, and what goes back over the counter. */
export const CashKeys = ({ totalMinor, isBusy, onTake }: CashKeysProps) => {
  const { money, readMoney, catalogue } = useTill();
  const currency = catalogue.value?.settings.currency ?? 'EUR';
  const text = useSignal('');
  const givenMinor = text.value.trim() === '' ? totalMinor : readMoney(text.value);
  const change = changeOf(totalMinor, givenMinor);
  const scale = 10 ** (fractionDigitsOf(currency) - 2);
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== null && givenMinor !== null) onTake(givenMinor);
      }}
    >
      <div class="quick-cash">
        {quickAmounts(totalMinor, scale).map((amountMinor) => (
          <button
            key={amountMinor}
            type="button"
            class="till-key"
            aria-pressed={givenMinor === amountMinor}
            onClick={() => (text.value = plainMoney(amountMinor, currency))}
          >
            {amountMinor === totalMinor ? t('till.exact') : money(amountMinor)}
          </button>
        ))}
      </div>
      <TextField
        label={t('till.given')}
        placeholder={plainMoney(totalMinor, currency)}
        inputMode="decimal"
        value={text.value}
        onText={(next) => (text.value = next)}
      />
      <p class="pay-change" aria-live="polite">
        <span>{t('till.change')}</span>
        <b class="digits">
          {change === null
            ? t('till.tooLittle', { amount: money(totalMinor - (givenMinor ?? 0)) })
            : money(change)}
        </b>
      </p>
      <Button tone="act" size="big" wide type="submit" icon="check" busy={isBusy} disabled={change === null}>
        {t('till.takeCash')}
      </Button>
    </form>
  );
};
