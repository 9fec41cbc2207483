import type { OrderView } from '#protocol/order-views.ts';
import { Button } from '../design/button.tsx';
import { Icon, type IconName } from '../design/icon.tsx';
import { t } from '../messages/t.ts';
import { dueLines, isBeingSettled, isPaidAtStall, keptLines, pageToPayOn } from './cart.ts';

interface Said {
  readonly icon: IconName;
  readonly tone: 'good' | 'careful' | 'wait';
  readonly text: string;
}

const saidOf = (order: OrderView, money: (amountMinor: number) => string): Said | null => {
  const price = money(order.dueMinor);
  if (pageToPayOn(order) !== null) return { icon: 'careful', tone: 'careful', text: t('order.goOnPaying') };
  if (isBeingSettled(order)) return { icon: 'hourglass', tone: 'wait', text: t('order.settling') };
  if (order.status === 'overdue')
    return { icon: 'careful', tone: 'careful', text: t('order.overdue', { price }) };
  if (isPaidAtStall(order)) return { icon: 'bag', tone: 'wait', text: t('order.payAtStall', { price }) };
  const hasFailed = order.payments.at(-1)?.status === 'failed';
  if (dueLines(order).length > 0 && hasFailed)
    return { icon: 'careful', tone: 'careful', text: t('order.declined') };
  if (dueLines(order).length > 0)
    return { icon: 'hourglass', tone: 'wait', text: t('order.notPaid', { price }) };
  return keptLines(order).length > 0 ? { icon: 'check', tone: 'good', text: t('order.thanks') } : null;
};

interface PaymentStateProps {
  readonly order: OrderView;
  readonly money: (amountMinor: number) => string;
}

/** Where the payment stands, in one sentence, and the way to go on with it. */
export const PaymentState = ({ order, money }: PaymentStateProps) => {
  const said = saidOf(order, money);
  const url = pageToPayOn(order);
  if (said === null) return null;
  return (
    <div class="payment-state" data-tone={said.tone} role="status" data-testid="payment-state">
      <p>
        <Icon name={said.icon} /> <b>{said.text}</b>
      </p>
      {url !== null && (
        <Button tone="act" wide onClick={() => location.assign(url)}>
          {t('order.toPayment')}
        </Button>
      )}
    </div>
  );
};
