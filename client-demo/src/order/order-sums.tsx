import type { OrderView } from '#protocol/order-views.ts';
import { t } from '../messages/t.ts';

interface OrderSumsProps {
  readonly order: OrderView;
  readonly money: (amountMinor: number) => string;
}

/** What was paid, given back and is still due. */
export const OrderSums = ({ order, money }: OrderSumsProps) => {
  const rows = [
    ['order.paidSum', order.paidMinor],
    ['order.refundedSum', order.refundedMinor],
    ['order.dueSum', order.dueMinor],
  ] as const;
  return (
    <dl class="order-sums">
      {order.delivery?.kind === 'parcel' && order.delivery.shippingMinor > 0 && (
        <>
          <dt>{t('order.shipping')}</dt>
          <dd class="digits">{money(order.delivery.shippingMinor)}</dd>
        </>
      )}
      {rows
        .filter(([, amountMinor]) => amountMinor > 0)
        .map(([key, amountMinor]) => (
          <>
            <dt class={key === 'order.dueSum' ? 'order-total' : ''}>{t(key)}</dt>
            <dd class={key === 'order.dueSum' ? 'digits order-total' : 'digits'}>{money(amountMinor)}</dd>
          </>
        ))}
    </dl>
  );
};
