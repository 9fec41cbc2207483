import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { OrderLineView, OrderView } from '#protocol/order-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { Refused } from '../../design/refused.tsx';
import { followOrder } from '../../live/commerce/order-book.ts';
import type { CallError, Outcome } from '../../live/outcome.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { formatMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { SearchField } from '../shop/search-field.tsx';
import { CameraScan } from './camera-scan.tsx';
import { DrawerDoor } from './drawer-part.tsx';
import { ordersFor } from './find-order.ts';
import { plainCode } from './scan.ts';
import { useKeyScanner } from './use-key-scanner.ts';
import { useTill } from './use-till.ts';
import './settle-part.css';

/** What is of no concern at the counter any more. */
const isGone = ({ status }: OrderLineView): boolean =>
  ['in-cart', 'lapsed', 'withdrawn', 'refunded'].includes(status);

const Acts = ({ order }: { readonly order: OrderView }) => {
  const { send, device, cashier, view } = useTill();
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const run = (work: () => Promise<Outcome<unknown>>) => async () => {
    isBusy.value = true;
    const outcome = await work();
    refusal.value = outcome.ok ? null : outcome.error;
    isBusy.value = false;
  };
  const { orderId, dueMinor } = order;
  const paid = order.lines.filter(({ status }) => status === 'paid');
  if (dueMinor > 0 && view.value?.drawer === null) return <DrawerDoor />;
  const settle = (method: 'cash' | 'terminal') =>
    run(() =>
      send('till.settle-order', {
        tillId: device.tillId,
        orderId,
        method,
        seenTotalMinor: dueMinor,
        cashierId: cashier.value?.personId ?? '',
        deviceAtMs: Date.now(),
      }),
    );
  return (
    <div class="stack">
      <Refused error={refusal.value} />
      {dueMinor > 0 ? (
        <div class="pay-keys">
          <Button tone="act" size="big" busy={isBusy.value} onClick={() => void settle('cash')()}>
            {t('till.settleCash')}
          </Button>
          <Button tone="act" size="big" busy={isBusy.value} onClick={() => void settle('terminal')()}>
            {t('till.settleTerminal')}
          </Button>
        </div>
      ) : (
        paid.length > 0 && (
          <Button
            tone="act"
            size="big"
            wide
            icon="check"
            busy={isBusy.value}
            onClick={() =>
              void run(() => send('order.hand-out', { orderId, lineIds: paid.map(({ lineId }) => lineId) }))()
            }
          >
            {t('till.handOut')}
          </Button>
        )
      )}
    </div>
  );
};

const OrderCard = ({ orderId }: { readonly orderId: string }) => {
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
    <article class="settle-card" data-due={order.dueMinor}>
      <h2>
        {paddle !== null && <Badge tone="act">{t('till.paddle', { number: paddle })}</Badge>}{' '}
        <bdi>{order.buyer?.name ?? order.pickUpCode ?? ''}</bdi>
      </h2>
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
      <p class="list-total" aria-live="polite">
        <span>{order.dueMinor > 0 ? t('till.due') : t('till.nothingDue')}</span>
        <b class="digits">
          {formatMoney(order.dueMinor > 0 ? order.dueMinor : order.paidMinor, order.currency)}
        </b>
      </p>
      <Acts order={order} />
    </article>
  );
};

/** Orders at the counter: a paddle pays, a pick-up code gets its goods. */
export const SettlePart = () => {
  const { orders, line } = useTill();
  const search = useSignal('');
  const chosenId = useSignal<string | null>(null);
  const isScanning = useSignal(false);
  const take = (text: string) => {
    search.value = plainCode(text);
    chosenId.value = null;
    return true;
  };
  useKeyScanner(take, true);
  if (line.value.status === 'off') return <p class="till-note">{t('till.settleOffline')}</p>;
  const found = ordersFor(orders.value ?? [], search.value);
  const [only] = found.length === 1 ? found : [];
  const shownId = chosenId.value ?? only?.orderId ?? null;
  return (
    <section class="settle" aria-label={t('till.tab_settle')}>
      <div class="sell-bar">
        <SearchField label={t('till.settleTitle')} text={search} />
        <Button icon="qr" onClick={() => (isScanning.value = true)}>
          {t('till.scan')}
        </Button>
      </div>
      {search.value.trim() === '' && shownId === null && <p class="soft">{t('till.settlePrompt')}</p>}
      {search.value.trim() !== '' && found.length === 0 && <p role="status">{t('till.settleNone')}</p>}
      {found.length > 1 && (
        <ul role="list" class="settle-found">
          {found.map(({ orderId, buyer, dueMinor, currency, titles, pickUpCode }) => (
            <li key={orderId}>
              <button
                type="button"
                class="till-key"
                aria-pressed={orderId === shownId}
                onClick={() => (chosenId.value = orderId)}
              >
                <bdi>{buyer?.name ?? pickUpCode ?? titles.join(', ')}</bdi>
                <b class="digits">{formatMoney(dueMinor, currency)}</b>
              </button>
            </li>
          ))}
        </ul>
      )}
      {shownId !== null && <OrderCard key={shownId} orderId={shownId} />}
      {isScanning.value && <CameraScan onCode={take} onClose={() => (isScanning.value = false)} />}
    </section>
  );
};
