import { useSignal } from '@preact/signals';
import type { LotView } from '#protocol/auction-views.ts';
import { Button } from '../design/button.tsx';
import { Refused } from '../design/refused.tsx';
import type { CallError } from '../live/outcome.ts';
import { isolated } from '../messages/isolated.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { LotTimeLeft } from './lot-time.tsx';
import './second-chance.css';

/** The winner did not pay: the runner-up may have it at his own maximum, once, until a moment. */
export const SecondChance = ({ lot }: { readonly lot: LotView }) => {
  const { commands, showId, price, live, isCartOpen } = useBuying();
  const busy = useSignal<'accept' | 'decline' | null>(null);
  const refusal = useSignal<CallError | null>(null);
  const chance = lot.own?.secondChance ?? null;
  if (chance === null) return null;
  const answer = async (which: 'accept' | 'decline') => {
    busy.value = which;
    const outcome = await commands.send(`auction.${which}-second-chance`, { showId, lotId: lot.lotId });
    busy.value = null;
    refusal.value = outcome.ok ? null : outcome.error;
    if (outcome.ok && which === 'accept') isCartOpen.value = true;
  };
  return (
    <section class="second-chance" aria-label={t('auction.secondChance')} data-testid="second-chance">
      <div class="lot-top">
        <b>{t('auction.secondChance')}</b>
        <LotTimeLeft endsAtMs={chance.untilMs} extendedMs={0} clock={live.clock} />
      </div>
      <p>{t('auction.secondChanceText', { title: isolated(lot.title), price: price(chance.amountMinor) })}</p>
      <Refused error={refusal.value} />
      <div class="bid-acts">
        <Button
          tone="act"
          wide
          busy={busy.value === 'accept'}
          disabled={busy.value === 'decline'}
          onClick={() => void answer('accept')}
        >
          {t('auction.accept', { price: price(chance.amountMinor) })}
        </Button>
        <Button
          busy={busy.value === 'decline'}
          disabled={busy.value === 'accept'}
          onClick={() => void answer('decline')}
        >
          {t('auction.decline')}
        </Button>
      </div>
    </section>
  );
};
