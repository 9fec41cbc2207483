import { useSignal } from '@preact/signals';
import type { OrderLineView, OrderView } from '#protocol/order-views.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { formatMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { useShop } from './use-shop.ts';

/** Whether there is anything of the line to give back. */
export const isRefundable = ({ status, amountMinor, refundedMinor }: OrderLineView): boolean =>
  (status === 'paid' || status === 'handed-out' || status === 'shipped') && refundedMinor < amountMinor;

/** Gives money back: for which lines, how much of it, and whether the goods are back. */
export const RefundDialog = ({
  order,
  onClose,
}: {
  readonly order: OrderView;
  readonly onClose: () => void;
}) => {
  const shop = useShop();
  const lines = order.lines.filter(isRefundable);
  const chosen = useSignal<ReadonlySet<string>>(new Set(lines.map(({ lineId }) => lineId)));
  const amount = useSignal('');
  const reason = useSignal('');
  const restocks = useSignal(true);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const tried = useSignal(false);
  const whole = lines
    .filter(({ lineId }) => chosen.value.has(lineId))
    .reduce((sum, { amountMinor, refundedMinor }) => sum + amountMinor - refundedMinor, 0);
  const part = amount.value.trim() === '' ? whole : shop.readMoney(amount.value);
  const isWrong = part === null || part < 1 || part > whole;
  const refund = async () => {
    tried.value = true;
    if (isWrong || isBusy.value) return;
    isBusy.value = true;
    const outcome = await shop.ask('order.refund-lines', {
      orderId: order.orderId,
      refundId: freshId(),
      lineIds: [...chosen.value],
      amountMinor: part === whole ? null : part,
      restocks: restocks.value,
      reason: reason.value.trim(),
    });
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  const toggle = (lineId: string, isOn: boolean) => {
    const next = new Set(chosen.value);
    if (isOn) next.add(lineId);
    else next.delete(lineId);
    chosen.value = next;
  };
  return (
    <Dialog
      title={t('shop.refund')}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button tone="careful" icon="undo" busy={isBusy.value} onClick={() => void refund()}>
            {t('shop.refundSum', { sum: formatMoney(isWrong ? 0 : part, order.currency) })}
          </Button>
        </>
      }
    >
      {lines.map(({ lineId, title, amountMinor, refundedMinor }) => (
        <label key={lineId} class="check">
          <input
            type="checkbox"
            checked={chosen.value.has(lineId)}
            onChange={(event) => toggle(lineId, event.currentTarget.checked)}
          />
          <bdi>{title}</bdi>
          <span class="digits">{formatMoney(amountMinor - refundedMinor, order.currency)}</span>
        </label>
      ))}
      <TextField
        label={t('shop.refundPart')}
        isOptional
        placeholder={formatMoney(whole, order.currency)}
        fault={tried.value && isWrong ? t('shop.refundFault') : undefined}
        value={amount.value}
        onText={(text) => (amount.value = text)}
      />
      <TextField
        label={t('shop.note')}
        isOptional
        value={reason.value}
        maxLength={200}
        onText={(text) => (reason.value = text)}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={restocks.value}
          onChange={(event) => (restocks.value = event.currentTarget.checked)}
        />
        {t('shop.restocks')}
      </label>
      <Refused error={refusal.value} />
    </Dialog>
  );
};
