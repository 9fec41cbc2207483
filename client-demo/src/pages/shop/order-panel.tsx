import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { OrderLineView, OrderView } from '#protocol/order-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { followOrder } from '../../live/commerce/order-book.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { formatMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { OwedRefunds } from './owed-refunds.tsx';
import { isRefundable, RefundDialog } from './refund-dialog.tsx';
import { useShop } from './use-shop.ts';

const idsOf = (lines: readonly OrderLineView[]): string[] => lines.map(({ lineId }) => lineId);

const Lines = ({ order }: { readonly order: OrderView }) => (
  <ul class="panel-lines">
    {order.lines.map((line) => (
      <li key={line.lineId} data-gone={line.status === 'withdrawn' || line.status === 'refunded'}>
        <span class="digits">{line.pieces}×</span>
        <bdi>{line.title}</bdi>
        <span class="digits">{formatMoney(line.amountMinor, order.currency)}</span>
        <Badge tone={line.status === 'overdue' ? 'careful' : 'plain'}>{t(`shop.line_${line.status}`)}</Badge>
      </li>
    ))}
  </ul>
);

const Sums = ({ order }: { readonly order: OrderView }) => {
  const { currency, dueMinor, paidMinor, refundedMinor } = order;
  const rows = [
    [t('shop.due'), dueMinor],
    [t('shop.paidSum'), paidMinor],
    [t('shop.refunded'), refundedMinor],
  ] as const;
  return (
    <dl class="panel-sums">
      {rows
        .filter(([, amountMinor]) => amountMinor > 0)
        .map(([label, amountMinor]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd class="digits">{formatMoney(amountMinor, currency)}</dd>
          </div>
        ))}
    </dl>
  );
};

/** What can be done for the order now, the next step first. */
const Acts = ({ order, onRefund }: { readonly order: OrderView; readonly onRefund: () => void }) => {
  const { send, mayKeep } = useShop();
  const isBusy = useSignal(false);
  const { orderId } = order;
  const inStatus = (...statuses: readonly OrderLineView['status'][]) =>
    order.lines.filter(({ status }) => statuses.includes(status));
  const [paid, unpaid, handedOut] = [inStatus('paid'), inStatus('placed', 'overdue'), inStatus('handed-out')];
  const run = (work: () => Promise<unknown>) => () => {
    isBusy.value = true;
    void work().finally(() => (isBusy.value = false));
  };
  const isParcel = order.delivery?.kind === 'parcel';
  return (
    <div class="row">
      {order.dueMinor > 0 &&
        (['cash', 'terminal'] as const).map((method) => (
          <Button
            key={method}
            tone="act"
            busy={isBusy.value}
            onClick={run(() => send('order.note-stall-payment', { orderId, method }))}
          >
            {t(method === 'cash' ? 'shop.paidCash' : 'shop.paidTerminal')}
          </Button>
        ))}
      {paid.length > 0 && (
        <Button
          tone={order.dueMinor > 0 ? 'plain' : 'act'}
          icon="check"
          busy={isBusy.value}
          onClick={run(() =>
            isParcel
              ? send('order.ship', { orderId, lineIds: idsOf(paid), tracking: '' })
              : send('order.hand-out', { orderId, lineIds: idsOf(paid) }),
          )}
        >
          {t(isParcel ? 'shop.markShipped' : 'shop.handOut')}
        </Button>
      )}
      {handedOut.length > 0 && (
        <Button
          icon="undo"
          busy={isBusy.value}
          onClick={run(() => send('order.undo-hand-out', { orderId, lineIds: idsOf(handedOut) }))}
        >
          {t('shop.undoHandOut')}
        </Button>
      )}
      {unpaid.length > 0 && (
        <Button
          tone="careful"
          icon="ban"
          busy={isBusy.value}
          onClick={run(() => send('order.cancel-lines', { orderId, lineIds: idsOf(unpaid) }))}
        >
          {t('shop.cancelUnpaid')}
        </Button>
      )}
      {mayKeep && order.lines.some(isRefundable) && (
        <Button tone="quiet" icon="undo" onClick={onRefund}>
          {t('shop.refund')}
        </Button>
      )}
    </div>
  );
};

/** One order, as the shop sees it. */
export const OrderPanel = ({
  orderId,
  onClose,
}: {
  readonly orderId: string;
  readonly onClose: () => void;
}) => {
  const { socket } = useShop();
  const followed = useMemo(() => followOrder({ socket, time: systemTime, orderId }), [socket, orderId]);
  useEffect(() => followed.close, [followed]);
  const isRefunding = useSignal(false);
  const state = followed.follow.value;
  if (state.status === 'loading') {
    return (
      <div class="order-panel" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="16rem" />
      </div>
    );
  }
  if (state.status === 'refused') {
    return <ErrorState title={t('shop.orderFailed')} advice={errorText(state.error)} />;
  }
  const order = state.view;
  return (
    <article class="order-panel" aria-label={t('shop.order')}>
      <div class="panel-head">
        <h2>
          <bdi>{order.buyer?.name ?? t('shop.noName')}</bdi>
        </h2>
        {order.pickUpCode !== null && (
          <kbd class="panel-code" dir="ltr">
            {order.pickUpCode}
          </kbd>
        )}
        <IconButton icon="close" label={t('everywhere.close')} onClick={onClose} />
      </div>
      <Badge tone={order.status === 'overdue' ? 'careful' : 'plain'}>{t(`shop.order_${order.status}`)}</Badge>
      <OwedRefunds order={order} />
      <Lines order={order} />
      <Sums order={order} />
      <Acts order={order} onRefund={() => (isRefunding.value = true)} />
      {isRefunding.value && <RefundDialog order={order} onClose={() => (isRefunding.value = false)} />}
    </article>
  );
};
