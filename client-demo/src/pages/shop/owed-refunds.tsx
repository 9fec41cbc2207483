import { useSignal } from '@preact/signals';
import type { OrderView, OwedRefundView } from '#protocol/order-views.ts';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { Refused } from '../../design/refused.tsx';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { formatMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { partOf, reasonOf } from './owed-refund.ts';
import { useShop } from './use-shop.ts';
import './owed-refunds.css';

interface OwedProps {
  readonly order: OrderView;
  readonly owed: OwedRefundView;
}

/** Which refund failed, why it was made, what the provider said, and how much of it is owed still. */
const What = ({ order, owed }: OwedProps) => {
  const { amountMinor, owedMinor, titles, declineCode } = owed;
  const sum = formatMoney(amountMinor, order.currency);
  const reason = reasonOf(owed);
  return (
    <>
      <p>
        {titles.length > 0
          ? t('shop.owedFor', { sum, titles: titles.join(', ') })
          : t('shop.owedForParcel', { sum })}{' '}
        {declineCode !== null && (
          <span>
            {t('shop.owedProviderSays')} <code dir="ltr">{declineCode}</code>
          </span>
        )}
      </p>
      {reason !== null && (
        <p class="soft">
          {reason.kind === 'own' ? t(`shop.owedReason_${reason.reason}`) : <bdi>{reason.text}</bdi>}
        </p>
      )}
      <p>
        <b>{t('shop.owedStill', { sum: formatMoney(owedMinor, order.currency) })}</b>
      </p>
    </>
  );
};

/** The way out: through the provider again, or by hand, all of it or a part. */
const WayOut = ({ order, owed }: OwedProps) => {
  const { ask, readMoney } = useShop();
  const amount = useSignal('');
  const isBusy = useSignal(false);
  const isAsking = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const part = partOf(amount.value, owed.owedMinor, readMoney);
  const sum = formatMoney(part?.amountMinor ?? owed.owedMinor, order.currency);
  const giveBack = (by: 'provider' | 'hand') =>
    ask('order.retry-refund', {
      orderId: order.orderId,
      failedRefundId: owed.refundId,
      refundId: freshId(),
      amountMinor: part === null || part.isAll ? null : part.amountMinor,
      by,
    });
  const again = async () => {
    isBusy.value = true;
    const outcome = await giveBack('provider');
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
  };
  return (
    <>
      <TextField
        label={t('shop.refundPart')}
        isOptional
        inputMode="decimal"
        placeholder={formatMoney(owed.owedMinor, order.currency)}
        fault={part === null ? t('shop.owedFault') : undefined}
        value={amount.value}
        onText={(text) => (amount.value = text)}
      />
      <div class="row">
        <Button
          tone="act"
          icon="undo"
          busy={isBusy.value}
          disabled={part === null}
          onClick={() => void again()}
        >
          {t('shop.owedAgain', { sum })}
        </Button>
        <Button icon="check" disabled={part === null} onClick={() => (isAsking.value = true)}>
          {t('shop.owedByHand', { sum })}
        </Button>
      </div>
      <Refused error={refusal.value} />
      {isAsking.value && (
        <Confirm
          title={t('shop.owedByHand', { sum })}
          question={t('shop.owedByHandAsk')}
          confirmLabel={t('shop.owedByHandDo')}
          run={() => giveBack('hand')}
          onDone={() => (isAsking.value = false)}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </>
  );
};

/** Money that is the buyer's and still here, with what to do about it. Nothing where nothing is owed. */
export const OwedRefunds = ({ order }: { readonly order: OrderView }) => {
  const { mayKeep } = useShop();
  const owed = order.owed ?? [];
  if (owed.length === 0) return null;
  return (
    <section class="owed-refunds" aria-labelledby="owed-title">
      <h3 id="owed-title">
        <Icon name="careful" sizePx={18} /> {t('shop.owedTitle')}
      </h3>
      {owed.map((one) => (
        <div key={one.refundId} class="owed-refund">
          <What order={order} owed={one} />
          {mayKeep && <WayOut order={order} owed={one} />}
        </div>
      ))}
      <p class="soft">{t(mayKeep ? 'shop.owedAdvice' : 'shop.owedStaffAdvice')}</p>
    </section>
  );
};
