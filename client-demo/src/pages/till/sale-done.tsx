import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { QrCode } from '../../design/qr-code.tsx';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { goodsText } from './basket.ts';
import { receiptText } from './receipt-text.ts';
import type { SaleNote } from './till-book.ts';
import { useTill } from './use-till.ts';

interface SaleDoneProps {
  readonly note: SaleNote;
  readonly changeMinor: number | null;
  readonly onClose: () => void;
}

const ReceiptBody = ({ note }: { readonly note: SaleNote }) => {
  const { money, catalogue, device } = useTill();
  const { sale, number } = note;
  const text = receiptText({
    shop: catalogue.value?.settings.name ?? '',
    heading: `${t('till.saleDone', { number })} · ${device.label}`,
    moment: formatMoment(sale.deviceAtMs),
    lines: sale.lines.map((line) => `${goodsText(line)}  ${money(line.amountMinor)}`),
    total: `${t('till.total')} ${money(sale.totalMinor)} (${t(`till.${sale.method}`)})`,
    orderId: sale.orderId,
  });
  return (
    <div class="receipt-body">
      <QrCode text={text} label={t('till.receipt')} />
      <p class="small soft">{t('till.receiptAbout')}</p>
      <pre class="receipt-text" dir="auto">
        {text}
      </pre>
      <Button onClick={() => window.print()}>{t('till.print')}</Button>
    </div>
  );
};

/** The receipt of a sale, made here: it needs neither the line nor an account of the customer. */
export const Receipt = ({ note }: { readonly note: SaleNote }) => {
  // A long evening has hundreds of sales: a code is drawn for who opens it.
  const isOpen = useSignal(false);
  return (
    <details class="receipt" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>{t('till.receipt')}</summary>
      {isOpen.value && <ReceiptBody note={note} />}
    </details>
  );
};

/** It is paid: the number, the change, the receipt, and on to the next. */
export const SaleDone = ({ note, changeMinor, onClose }: SaleDoneProps) => {
  const { money } = useTill();
  return (
    <Dialog title={t('till.saleDone', { number: note.number })} onClose={onClose}>
      <div class="sale-done" data-testid="sale-done" data-order={note.sale.orderId}>
        <p class="pay-total digits">{money(note.sale.totalMinor)}</p>
        {changeMinor !== null && (
          <p class="pay-change">
            <span>{t('till.change')}</span>
            <b class="digits">{money(changeMinor)}</b>
          </p>
        )}
        <p role="status">
          {t('till.handOver')} {note.status === 'kept' && t('till.keptNote')}
        </p>
        <Button tone="act" size="big" wide autoFocus onClick={onClose}>
          {t('till.nextSale')}
        </Button>
        <Receipt note={note} />
      </div>
    </Dialog>
  );
};
