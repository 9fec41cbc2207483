import type { TillView } from '#protocol/till-views.ts';
import { t } from '../../messages/t.ts';

type CashUp = TillView['cashUps'][number];

interface LateTakingsProps {
  readonly cashUp: CashUp;
  readonly money: (amountMinor: number) => string;
}

/** What a till told only after the count, and what the count comes to with it. Nothing where all was told before. */
export const LateTakings = ({ cashUp, money }: LateTakingsProps) => {
  const { late, countedMinor, expectedMinor } = cashUp;
  // A till without a line may still show what an older server said.
  if (!late) return null;
  const difference = money(countedMinor - expectedMinor - late.cashMinor);
  return (
    <span class="late-takings">
      {t('till.toldLate', { cash: money(late.cashMinor), terminal: money(late.terminalMinor) })}{' '}
      <span class="digits">{t('till.differenceLate', { amount: difference })}</span>
    </span>
  );
};
