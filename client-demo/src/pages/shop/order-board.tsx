import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { OrderSummaryView } from '#protocol/order-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Empty } from '../../design/notice.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { formatMoney } from '../../messages/money.ts';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { findOrders, isOwing, type OrdersShown } from './order-filter.ts';
import { OrderPanel } from './order-panel.tsx';
import { SearchField } from './search-field.tsx';
import { useShop } from './use-shop.ts';
import './order-board.css';

/** Who bought it, with the paddle before the name. */
const buyerText = (buyer: NonNullable<OrderSummaryView['buyer']> | null): string => {
  if (buyer === null) return t('shop.noName');
  return buyer.paddle === null ? buyer.name : `${buyer.paddle} · ${buyer.name}`;
};

const Line = ({
  order,
  isChosen,
  onChoose,
}: {
  readonly order: OrderSummaryView;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) => {
  const { status, titles, totalMinor, dueMinor, currency, pickUpCode, buyer, changedAtMs } = order;
  const who = buyerText(buyer ?? null);
  return (
    <li>
      <button type="button" class="order-line" aria-pressed={isChosen} onClick={onChoose}>
        <span class="order-who">
          <bdi>{who}</bdi>
          {pickUpCode !== null && <kbd dir="ltr">{pickUpCode}</kbd>}
        </span>
        <span class="soft order-titles">
          <bdi>{titles.join(', ')}</bdi>
        </span>
        <span class="order-sum">
          <b class="digits">{formatMoney(totalMinor, currency)}</b>
          <Badge tone={status === 'overdue' ? 'careful' : dueMinor > 0 ? 'act' : 'plain'}>
            {t(`shop.order_${status}`)}
          </Badge>
        </span>
        <time class="soft digits">{formatMoment(changedAtMs)}</time>
        {isOwing(order) && (
          <span class="order-owing">
            <Badge tone="careful" icon="careful">
              {t('shop.needsAttention')}
            </Badge>
          </span>
        )}
      </button>
    </li>
  );
};

const NoOrders = ({ isSearch }: { readonly isSearch: boolean }) =>
  isSearch ? (
    <p class="soft">{t('shop.nothingFound')}</p>
  ) : (
    <Empty icon="check" title={t('shop.noOrders')} advice={t('shop.noOrdersAdvice')} />
  );

/**
 * A code that fits one order opens it at once: that is what a scanner types. It stays open when what was done takes it off
 * the list, so that it can be undone; a changed search is about somebody else, and closes what was open.
 */
const useOpenedBySearch = (
  chosenId: Signal<string | null>,
  search: string,
  found: readonly OrderSummaryView[],
): void => {
  const [single] = found.length === 1 && search.trim().length >= 4 ? found : [];
  useEffect(() => {
    chosenId.value = null;
  }, [search]);
  useEffect(() => {
    if (single !== undefined) chosenId.value = single.orderId;
  }, [search, single?.orderId]);
};

/** What the shop does for its orders until each is done. With `shown` fixed it is the pick-up list. */
export const OrderBoard = ({ only }: { readonly only?: OrdersShown }) => {
  const { orders } = useShop();
  const shown = useSignal<OrdersShown>(only ?? 'open');
  const search = useSignal('');
  const chosenId = useSignal<string | null>(null);
  const owing = (orders.value ?? []).filter(isOwing).length;
  const found = findOrders(orders.value ?? [], shown.value, search.value);
  const openId = chosenId.value;
  useOpenedBySearch(chosenId, search.value, found);
  return (
    <section aria-label={t(only === undefined ? 'shop.orders' : 'shop.pickUps')} class="stack">
      <div class="shop-bar">
        <SearchField
          label={t(only === undefined ? 'shop.searchOrders' : 'shop.searchPickUps')}
          text={search}
        />
        {only === undefined && (
          <Segmented
            label={t('shop.show')}
            value={shown.value}
            options={[
              { value: 'open', label: t('shop.ordersOpen') },
              { value: 'overdue', label: t('shop.ordersOverdue') },
              { value: 'attention', label: t('shop.ordersAttention', { count: owing }) },
              { value: 'done', label: t('shop.ordersDone') },
              { value: 'all', label: t('shop.ordersAll') },
            ]}
            onSelect={(value) => (shown.value = value)}
          />
        )}
      </div>
      <div class="order-columns" data-open={openId !== null}>
        {found.length === 0 ? (
          <NoOrders isSearch={search.value !== ''} />
        ) : (
          <ul class="order-list">
            {found.map((order) => (
              <Line
                key={order.orderId}
                order={order}
                isChosen={order.orderId === openId}
                onChoose={() => (chosenId.value = order.orderId === openId ? null : order.orderId)}
              />
            ))}
          </ul>
        )}
        {openId !== null && (
          <OrderPanel key={openId} orderId={openId} onClose={() => (chosenId.value = null)} />
        )}
      </div>
    </section>
  );
};
