import { useSignal } from '@preact/signals';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Empty } from '../../design/notice.tsx';
import { succeeded } from '../../live/outcome.ts';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { goodsText } from './basket.ts';
import { RefusedList } from './refused-list.tsx';
import { Receipt } from './sale-done.tsx';
import type { SaleNote } from './till-book.ts';
import { UndoSettlement } from './undo-settlement.tsx';
import { useTill } from './use-till.ts';
import './sales-part.css';

const Row = ({ note, onUndo }: { readonly note: SaleNote; readonly onUndo: () => void }) => {
  const { money } = useTill();
  const { sale, number, status, isUndone } = note;
  const titles = sale.lines.map(goodsText).join(', ');
  return (
    <li class="sale-row" data-undone={isUndone} data-status={status}>
      <span class="sale-head">
        <b>{t('till.saleDone', { number })}</b>
        <time class="soft digits">{formatClock(sale.deviceAtMs)}</time>
        <Badge tone={status === 'refused' ? 'careful' : status === 'told' ? 'plain' : 'act'}>
          {t(`till.status_${status}`)}
        </Badge>
        {isUndone && <Badge icon="undo">{t('till.undone')}</Badge>}
        <b class="digits sale-sum">{money(sale.totalMinor)}</b>
      </span>
      <span class="soft">
        <bdi>{titles}</bdi> · {t(`till.${sale.method}`)}
      </span>
      {!isUndone && (
        <span class="sale-acts">
          <Receipt note={note} />
          {status !== 'by-hand' && (
            <Button icon="undo" onClick={onUndo}>
              {t('till.undoSale')}
            </Button>
          )}
        </span>
      )}
    </li>
  );
};

/** Whose order it was, as far as the line tells. */
const OrderName = ({ orderId }: { readonly orderId: string }) => {
  const order = useTill().orders.value?.find((one) => one.orderId === orderId);
  if (order === undefined) return null;
  const { buyer, titles } = order;
  const paddle = buyer?.paddle ?? null;
  return (
    <span class="soft">
      {paddle !== null && `${t('till.paddle', { number: paddle })} · `}
      <bdi>{buyer?.name ?? ''}</bdi> · <bdi>{titles.join(', ')}</bdi>
    </span>
  );
};

/** What this till took for orders; the sales of its own stand above. */
const Settlements = ({ onUndo }: { readonly onUndo: (orderId: string, amountMinor: number) => void }) => {
  const { view, money, line } = useTill();
  const settled = (view.value?.sales ?? []).filter(({ kind }) => kind === 'settlement');
  return (
    <>
      {settled.map(({ orderId, amountMinor, method, deviceAtMs, isUndone }) => (
        <li class="sale-row" key={`${orderId} ${deviceAtMs}`} data-undone={isUndone}>
          <span class="sale-head">
            <b>{t('till.kind_settlement')}</b>
            <time class="soft digits">{formatClock(deviceAtMs)}</time>
            <span class="soft">{t(`till.${method}`)}</span>
            {isUndone && <Badge icon="undo">{t('till.undone')}</Badge>}
            <b class="digits sale-sum">{money(amountMinor)}</b>
          </span>
          <OrderName orderId={orderId} />
          {!isUndone && line.value.status === 'on' && (
            <span class="sale-acts">
              <Button icon="undo" onClick={() => onUndo(orderId, amountMinor)}>
                {t('till.undoPayment')}
              </Button>
            </span>
          )}
        </li>
      ))}
    </>
  );
};

/** Everything this till sold, with what a person has to look at on top. */
export const SalesPart = () => {
  const { book, undo, money, view } = useTill();
  const undoing = useSignal<SaleNote | null>(null);
  const undoingOrder = useSignal<{ readonly orderId: string; readonly amountMinor: number } | null>(null);
  const { notes } = book.value;
  const isEmpty = notes.length === 0 && (view.value?.sales.length ?? 0) === 0;
  const chosen = undoing.value;
  const order = undoingOrder.value;
  return (
    <section class="stack" aria-label={t('till.tab_sales')}>
      <RefusedList />
      {isEmpty && <Empty icon="cart" title={t('till.noSales')} advice={t('till.noSalesAdvice')} />}
      <ul role="list" class="sale-rows">
        {notes.map((note) => (
          <Row key={note.sale.orderId} note={note} onUndo={() => (undoing.value = note)} />
        ))}
        <Settlements onUndo={(orderId, amountMinor) => (undoingOrder.value = { orderId, amountMinor })} />
      </ul>
      {chosen !== null && (
        <Confirm
          title={t('till.undoSale')}
          question={t('till.undoAsk', { number: chosen.number, amount: money(chosen.sale.totalMinor) })}
          confirmLabel={t('till.undoSale')}
          run={async () => {
            await undo(chosen.sale.orderId);
            return succeeded(null);
          }}
          onDone={() => (undoing.value = null)}
          onClose={() => (undoing.value = null)}
        />
      )}
      {order !== null && <UndoSettlement {...order} onClose={() => (undoingOrder.value = null)} />}
    </section>
  );
};
