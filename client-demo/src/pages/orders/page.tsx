import type { OrderSummaryView } from '#protocol/order-views.ts';
import { listOwnOrders } from '../../api/order-routes.ts';
import { useResource } from '../../api/resource.ts';
import { Badge } from '../../design/badge.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { errorText } from '../../messages/error-text.ts';
import { formatMoney } from '../../messages/money.ts';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { statusText } from '../../order/line-text.ts';
import { Link } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import './orders.css';

/** A change of an order is told on the page of the show; here it is seen soon enough. */
const refreshEveryMs = 20_000;

const toneOf = ({ status }: OrderSummaryView): 'plain' | 'act' | 'careful' => {
  if (status === 'overdue') return 'careful';
  return status === 'awaiting-payment' || status === 'cart' ? 'act' : 'plain';
};

const Row = ({ order }: { readonly order: OrderSummaryView }) => (
  <li>
    <Link href={`/orders/${order.orderId}`} class="orders-row panel">
      <span class="orders-words">
        <b dir="auto">{order.titles.join(', ')}</b>
        <small class="soft">
          <span dir="auto">{order.showTitle}</span>
          <span class="digits">{formatMoment(order.changedAtMs)}</span>
        </small>
      </span>
      <span class="orders-side">
        <b class="digits">{formatMoney(order.totalMinor, order.currency)}</b>
        <Badge tone={toneOf(order)}>{statusText(order.status)}</Badge>
      </span>
      <Icon name="chevron" sizePx={16} />
    </Link>
  </li>
);

/** Everything this person bought and won, in all shows. */
export const Page = () => {
  const { session } = useLive();
  usePageTitle(t('order.mine'));
  const resource = useResource(() => listOwnOrders(session), refreshEveryMs);
  const state = resource.state.value;
  return (
    <div class="orders stack">
      <h1>{t('order.mine')}</h1>
      {state.status === 'loading' && (
        <div class="stack" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
          {['a', 'b', 'c'].map((key) => (
            <Skeleton key={key} height="5rem" />
          ))}
        </div>
      )}
      {state.status === 'failed' && (
        <ErrorState
          title={t('order.loadFailed')}
          advice={errorText(state.error)}
          busy={resource.isBusy.value}
          onRetry={() => void resource.refresh()}
        />
      )}
      {state.status === 'ready' && (
        <>
          {state.isStale && <StaleNote sinceMs={state.readAtMs} />}
          {state.value.orders.length === 0 ? (
            <Empty icon="bag" title={t('order.none')} advice={t('order.noneAdvice')}>
              <ButtonLink href="/" tone="act">
                {t('everywhere.toLobby')}
              </ButtonLink>
            </Empty>
          ) : (
            <ul role="list" class="orders-list">
              {state.value.orders.map((order) => (
                <Row key={order.orderId} order={order} />
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
};
