import { useEffect, useMemo } from 'preact/hooks';
import type { OrderLineView, OrderView } from '#protocol/order-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Icon } from '../../design/icon.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { followOrder } from '../../live/commerce/order-book.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { formatMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { statusText } from '../../order/line-text.ts';
import { SettleActs } from './settle-acts.tsx';
import { useTill } from './use-till.ts';

/** What is of no concern at the counter any more. */
const isGone = ({ status }: OrderLineView): boolean =>
  ['in-cart', 'lapsed', 'withdrawn', 'refunded'].includes(status);

const Lines = ({ order }: { readonly order: OrderView }) => (
  <ul role="list" class="settle-lines">
    {order.lines
      .filter((line) => !isGone(line))
      .map(({ lineId, pieces, title, amountMinor, status }) => (
        <li key={lineId} data-out={status === 'handed-out'}>
          <span class="digits">{pieces}×</span>
          <bdi>{title}</bdi>
          {status === 'handed-out' && <Badge icon="check">{t('till.handedOut')}</Badge>}
          <b class="digits">{formatMoney(amountMinor, order.currency)}</b>
        </li>
      ))}
  </ul>
);

/** Whoever comes with a code a second time gets nothing a second time. */
const ClosedNote = ({ status }: Pick<OrderView, 'status'>) => {
  if (status !== 'done' && status !== 'refunded' && status !== 'withdrawn') return null;
  return (
    <p class={status === 'done' ? 'settle-closed' : 'till-note'} role="status">
      <Icon name={status === 'done' ? 'check' : 'careful'} />
      <span>{status === 'done' ? t('till.orderDone') : statusText(status)}</span>
    </p>
  );
};

const Sum = ({ order }: { readonly order: OrderView }) => {
  const { dueMinor, paidMinor, refundedMinor, currency } = order;
  return (
    <p class="list-total" aria-live="polite">
      <span>{dueMinor > 0 ? t('till.due') : t('till.nothingDue')}</span>
      <b class="digits">{formatMoney(dueMinor > 0 ? dueMinor : paidMinor - refundedMinor, currency)}</b>
    </p>
  );
};

interface OrderCardProps {
  readonly orderId: string;
  readonly onActed: () => void;
}

/** One order at the counter, as it is now. */
export const OrderCard = ({ orderId, onActed }: OrderCardProps) => {
  const { socket } = useTill();
  const followed = useMemo(() => followOrder({ socket, time: systemTime, orderId }), [socket, orderId]);
  useEffect(() => followed.close, [followed]);
  const state = followed.follow.value;
  if (state.status === 'loading') return <Skeleton height="14rem" />;
  if (state.status === 'refused')
    return <ErrorState title={t('everywhere.pageFailed')} advice={errorText(state.error)} />;
  const order = state.view;
  const paddle = order.buyer?.paddle ?? null;
  return (
    <article class="settle-card" data-due={order.dueMinor} data-status={order.status}>
      <h2 class="settle-who">
        {paddle !== null && <Badge tone="act">{t('till.paddle', { number: paddle })}</Badge>}
        <bdi>{order.buyer?.name ?? ''}</bdi>
        {order.delivery?.kind === 'parcel' && (
          <Badge tone="careful" icon="truck">
            {t('order.parcel')}
          </Badge>
        )}
        {order.pickUpCode !== null && (
          <span class="settle-code soft digits" dir="ltr">
            {order.pickUpCode}
          </span>
        )}
      </h2>
      <ClosedNote status={order.status} />
      <Lines order={order} />
      <Sum order={order} />
      <SettleActs order={order} onActed={onActed} />
    </article>
  );
};
