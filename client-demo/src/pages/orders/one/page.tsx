import { useEffect, useMemo } from 'preact/hooks';
import type { OrderView } from '#protocol/order-views.ts';
import { readReceipt } from '../../../api/order-routes.ts';
import { useResource } from '../../../api/resource.ts';
import { Badge } from '../../../design/badge.tsx';
import { ButtonLink } from '../../../design/button.tsx';
import { ErrorState, Skeleton, StaleNote } from '../../../design/notice.tsx';
import { followCatalogue } from '../../../live/commerce/catalogue-book.ts';
import { createCommands } from '../../../live/commerce/commands.ts';
import { viewOf } from '../../../live/commerce/follow-view.ts';
import { followOrder } from '../../../live/commerce/order-book.ts';
import type { Live } from '../../../live/live.ts';
import { systemTime } from '../../../live/time-source.ts';
import { errorText } from '../../../messages/error-text.ts';
import { formatMoney } from '../../../messages/money.ts';
import { formatMoment } from '../../../messages/time.ts';
import { t } from '../../../messages/t.ts';
import { dueLines, hasOtherWay, isPaidAtStall } from '../../../order/cart.ts';
import { CancelLine } from '../../../order/line-acts.tsx';
import { statusText } from '../../../order/line-text.ts';
import { OrderLines } from '../../../order/order-lines.tsx';
import { OrderSums } from '../../../order/order-sums.tsx';
import { PaymentState } from '../../../order/payment-state.tsx';
import { PickUp } from '../../../order/pick-up.tsx';
import type { PageProps } from '../../../router.tsx';
import { useLive } from '../../../shell/live-context.ts';
import { usePageTitle } from '../../../shell/page-title.ts';
import { Receipt } from './receipt.tsx';
import '../../../order/checkout.css';
import '../orders.css';

const refreshEveryMs = 30_000;

/** The order with what goes with it, while the page is mounted. */
const useOrder = (live: Live, orderId: string) => {
  const made = useMemo(() => {
    const around = { socket: live.socket(), time: systemTime };
    return {
      order: followOrder({ ...around, orderId }),
      catalogue: followCatalogue(around),
      commands: createCommands(live.socket()),
    };
  }, [live, orderId]);
  useEffect(
    () => () => {
      made.order.close();
      made.catalogue.close();
    },
    [made],
  );
  return made;
};

const PaidReceipt = ({ orderId }: { readonly orderId: string }) => {
  const { session } = useLive();
  const state = useResource(() => readReceipt(session, orderId), refreshEveryMs).state.value;
  return state.status === 'ready' && state.value.totalMinor > 0 ? <Receipt receipt={state.value} /> : null;
};

interface OrderProps {
  readonly order: OrderView;
  readonly made: ReturnType<typeof useOrder>;
}

const Order = ({ order, made }: OrderProps) => {
  const money = (amountMinor: number) => formatMoney(amountMinor, order.currency);
  const shop = viewOf(made.catalogue.follow.value);
  const place = shop?.settings.pickUpText ?? '';
  const mayChoose = !isPaidAtStall(order) || hasOtherWay(shop);
  return (
    <>
      <div class="orders-screen stack">
        <div class="row">
          <Badge>{statusText(order.status)}</Badge>
          <span class="soft small digits">{formatMoment(order.createdAtMs)}</span>
        </div>
        <PaymentState order={order} money={money} />
        {order.showId !== null && dueLines(order).length > 0 && mayChoose && (
          <ButtonLink
            href={`/watch/${order.showId}?order=${order.orderId}`}
            tone={isPaidAtStall(order) ? 'plain' : 'act'}
            icon="cart"
          >
            {t(isPaidAtStall(order) ? 'order.payOtherwise' : 'order.payInShow')}
          </ButtonLink>
        )}
        {order.pickUpCode !== null && order.delivery?.kind !== 'parcel' && (
          <PickUp code={order.pickUpCode} place={place} />
        )}
        <OrderLines
          lines={order.lines}
          money={money}
          acts={(line) => <CancelLine line={line} orderId={order.orderId} commands={made.commands} />}
        />
        <OrderSums order={order} money={money} />
      </div>
      {order.paidMinor > 0 && (
        <PaidReceipt key={`${order.paidMinor} ${order.refundedMinor}`} orderId={order.orderId} />
      )}
    </>
  );
};

/** One order of one's own, live: what was bought, how it is paid, the code for the stall, the receipt. */
export const Page = ({ params }: PageProps) => {
  const live = useLive();
  const made = useOrder(live, params['orderId'] ?? '');
  const follow = made.order.follow.value;
  usePageTitle(t('order.yourOrder'));
  return (
    <div class="orders stack">
      <div class="orders-screen">
        <ButtonLink href="/orders" icon="undo">
          {t('order.mine')}
        </ButtonLink>
      </div>
      <h1 class="orders-screen">{t('order.yourOrder')}</h1>
      {follow.status === 'loading' && (
        <div class="stack" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
          <Skeleton height="8rem" />
          <Skeleton height="4rem" />
        </div>
      )}
      {follow.status === 'refused' && (
        <ErrorState title={t('order.loadFailed')} advice={errorText(follow.error)} />
      )}
      {follow.status === 'ready' && (
        <>
          {follow.staleSinceMs !== null && (
            <StaleNote sinceMs={Date.now() - (performance.now() - follow.staleSinceMs)} />
          )}
          {follow.view.lines.length === 0 ? (
            <ErrorState title={t('order.loadFailed')} advice={t('errors.order-not-found')} />
          ) : (
            <Order order={follow.view} made={made} />
          )}
        </>
      )}
    </div>
  );
};
