import { useSignal } from '@preact/signals';
import type { TillView } from '#protocol/till-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Empty, Skeleton } from '../../design/notice.tsx';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { LateTakings } from '../till/late-takings.tsx';
import { TillCashiers } from './tills-cashiers.tsx';
import { TillInvite } from './tills-invite.tsx';
import { useShop } from './use-shop.ts';
import './tills.css';

const quotaOf = ({ leases }: TillView): number =>
  leases.reduce((sum, { lines }) => lines.reduce((all, { quantity }) => all + quantity, sum), 0);

const DrawerSums = ({ drawer }: { readonly drawer: NonNullable<TillView['drawer']> }) => {
  const { money } = useShop();
  const { floatMinor, cashMinor, terminalMinor, sales } = drawer;
  const rows = [
    [t('till.drawerSales'), String(sales)],
    [t('till.inCash'), money(cashMinor)],
    [t('till.inTerminal'), money(terminalMinor)],
    [t('till.expected'), money(floatMinor + cashMinor)],
  ] as const;
  return (
    <dl class="till-sums">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt class="soft">{label}</dt>
          <dd class="digits">{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const History = ({ till }: { readonly till: TillView }) => {
  const { money } = useShop();
  return (
    <>
      <details>
        <summary>
          {t('till.tab_sales')} ({till.sales.length})
        </summary>
        {till.sales.length === 0 && <p class="soft">{t('till.shopSalesNone')}</p>}
        <ul role="list" class="till-history">
          {till.sales
            .slice(0, 50)
            .map(({ orderId, kind, method, amountMinor, deviceAtMs, isUndone, isLate }) => (
              <li key={`${orderId} ${deviceAtMs}`}>
                <time class="soft">{formatMoment(deviceAtMs)}</time>
                <span>{t(`till.kind_${kind}`)}</span>
                <span class="soft">{t(`till.${method}`)}</span>
                {isLate && <Badge>{t('till.isLate')}</Badge>}
                {isUndone && <Badge icon="undo">{t('till.undone')}</Badge>}
                <b class="digits">{money(amountMinor)}</b>
              </li>
            ))}
        </ul>
      </details>
      {till.cashUps.length > 0 && (
        <details>
          <summary>
            {t('till.cashUps')} ({till.cashUps.length})
          </summary>
          <ul role="list" class="till-history">
            {till.cashUps.map((cashUp) => {
              const { atMs, countedMinor, expectedMinor, note } = cashUp;
              return (
                <li key={atMs}>
                  <time class="soft">{formatMoment(atMs)}</time>
                  <span>
                    {t('till.difference')} <span class="digits">{money(countedMinor - expectedMinor)}</span>
                  </span>
                  {note !== '' && <bdi class="soft">{note}</bdi>}
                  <b class="digits">{money(countedMinor)}</b>
                  <LateTakings cashUp={cashUp} money={money} />
                </li>
              );
            })}
          </ul>
        </details>
      )}
    </>
  );
};

const TillCard = ({ till, onRetire }: { readonly till: TillView; readonly onRetire: () => void }) => {
  const { mayKeep, send } = useShop();
  const quota = quotaOf(till);
  return (
    <li class="panel till-panel">
      <div class="till-panel-head">
        <h3>
          <bdi>{till.label}</bdi>
        </h3>
        {till.isRetired ? (
          <Badge>{t('till.shopRetired')}</Badge>
        ) : (
          <Badge tone={till.drawer === null ? 'plain' : 'act'}>
            {t(till.drawer === null ? 'till.shopDrawerClosed' : 'till.shopDrawerOpen')}
          </Badge>
        )}
      </div>
      {till.drawer !== null && <DrawerSums drawer={till.drawer} />}
      {quota > 0 && <p>{t('till.shopQuota', { count: quota })}</p>}
      <History till={till} />
      {mayKeep && (
        <div class="row">
          {quota > 0 && (
            <Button
              icon="undo"
              onClick={() => {
                const { tillId, leases } = till;
                for (const { leaseId } of leases) void send('till.return-quota', { tillId, leaseId });
              }}
            >
              {t('till.shopReturnQuota')}
            </Button>
          )}
          {!till.isRetired && (
            <Button tone="careful" icon="ban" onClick={onRetire}>
              {t('till.shopRetire')}
            </Button>
          )}
        </div>
      )}
    </li>
  );
};

/** The tills of the shop: what is in them, who may use them, and how a device becomes one. */
export const Tills = () => {
  const { tills, mayKeep, ask } = useShop();
  const isInviting = useSignal(false);
  const retiringId = useSignal<string | null>(null);
  const list = tills.value?.tills ?? null;
  const retiring = list?.find(({ tillId }) => tillId === retiringId.value);
  if (list === null) return <Skeleton height="16rem" />;
  return (
    <div class="stack">
      <section class="stack" aria-labelledby="tills-title">
        <div class="section-head">
          <h2 id="tills-title">{t('till.shopTills')}</h2>
          {mayKeep && (
            <Button tone="act" icon="plus" onClick={() => (isInviting.value = true)}>
              {t('till.shopAdd')}
            </Button>
          )}
        </div>
        {list.length === 0 ? (
          <Empty icon="cart" title={t('till.shopNone')} advice={t('till.shopNoneAdvice')} />
        ) : (
          <ul role="list" class="till-panels">
            {list.map((till) => (
              <TillCard key={till.tillId} till={till} onRetire={() => (retiringId.value = till.tillId)} />
            ))}
          </ul>
        )}
      </section>
      {mayKeep && <TillCashiers />}
      {isInviting.value && <TillInvite onClose={() => (isInviting.value = false)} />}
      {retiring !== undefined && (
        <Confirm
          title={t('till.shopRetire')}
          question={t('till.shopRetireAsk', { label: retiring.label })}
          confirmLabel={t('till.shopRetire')}
          run={() => ask('till.retire-till', { tillId: retiring.tillId })}
          onDone={() => (retiringId.value = null)}
          onClose={() => (retiringId.value = null)}
        />
      )}
    </div>
  );
};
