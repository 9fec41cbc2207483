import { useSignal, type Signal } from '@preact/signals';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Empty, Skeleton } from '../../design/notice.tsx';
import { formatMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { statusText } from '../../order/line-text.ts';
import { SearchField } from '../shop/search-field.tsx';
import { CameraScan } from './camera-scan.tsx';
import { orderByCode, ordersFor } from './find-order.ts';
import { plainCode } from './scan.ts';
import { OrderCard } from './settle-card.tsx';
import { useKeyScanner } from './use-key-scanner.ts';
import { useTill } from './use-till.ts';
import './settle-part.css';

type Found = ReturnType<typeof ordersFor>;

const FoundKeys = ({
  found,
  shownId,
  onChoose,
}: {
  readonly found: Found;
  readonly shownId: string | null;
  readonly onChoose: (orderId: string) => void;
}) => (
  <ul role="list" class="settle-found">
    {found.map(({ orderId, buyer, dueMinor, currency, titles, pickUpCode, status, showTitle }) => (
      <li key={orderId}>
        <button
          type="button"
          class="till-key"
          aria-pressed={orderId === shownId}
          onClick={() => onChoose(orderId)}
        >
          <span class="found-who">
            <bdi>{buyer?.name ?? pickUpCode ?? titles.join(', ')}</bdi>
            <bdi class="soft small">{showTitle}</bdi>
          </span>
          {dueMinor > 0 ? (
            <b class="digits">{formatMoney(dueMinor, currency)}</b>
          ) : (
            <Badge>{statusText(status)}</Badge>
          )}
        </button>
      </li>
    ))}
  </ul>
);

/** Orders at the counter: a paddle pays, a pick-up code gets its goods. */
export const SettlePart = ({ search }: { readonly search: Signal<string> }) => {
  const { orders, line } = useTill();
  const chosenId = useSignal<string | null>(null);
  const chosenFor = useSignal('');
  const isScanning = useSignal(false);
  const take = (text: string) => {
    const code = plainCode(text);
    search.value = code;
    chosenId.value = null;
    const isUseful = orderByCode(orders.peek() ?? [], code) !== undefined;
    return { isUseful, said: isUseful ? '' : t('till.settleUnknown', { code }) };
  };
  useKeyScanner(take, true);
  if (line.value.status === 'off')
    return <Empty icon="hourglass" title={t('till.needsLine')} advice={t('till.settleOffline')} />;
  if (orders.value === null) return <Skeleton height="14rem" />;
  const found = ordersFor(orders.value, search.value);
  const [only] = found.length === 1 ? found : [];
  const chosen = chosenFor.value === search.value ? chosenId.value : null;
  const shownId = chosen ?? only?.orderId ?? null;
  const choose = (orderId: string) => {
    chosenId.value = orderId;
    chosenFor.value = search.value;
  };
  const isAsked = search.value.trim() !== '';
  return (
    <section class="settle" aria-label={t('till.tab_settle')}>
      <div class="sell-bar">
        <SearchField label={t('till.settleTitle')} text={search} />
        <Button icon="qr" onClick={() => (isScanning.value = true)}>
          {t('till.scan')}
        </Button>
      </div>
      {!isAsked && <Empty icon="bag" title={t('till.settleNothing')} advice={t('till.settlePrompt')} />}
      {isAsked && shownId === null && found.length === 0 && <p role="status">{t('till.settleNone')}</p>}
      {found.length > 1 && <FoundKeys found={found} shownId={shownId} onChoose={choose} />}
      {shownId !== null && <OrderCard key={shownId} orderId={shownId} onActed={() => choose(shownId)} />}
      {isScanning.value && <CameraScan onCode={take} onClose={() => (isScanning.value = false)} />}
    </section>
  );
};
