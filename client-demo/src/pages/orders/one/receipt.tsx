import type { ReceiptView } from '#protocol/order-views.ts';
import { Button } from '../../../design/button.tsx';
import type { MessageKey } from '../../../messages/language.ts';
import { formatMoney } from '../../../messages/money.ts';
import { formatMoment } from '../../../messages/time.ts';
import { t } from '../../../messages/t.ts';

const methodKeys: Record<ReceiptView['payments'][number]['method'], MessageKey> = {
  stall: 'order.methodStall',
  stripe: 'order.methodStripe',
  cash: 'order.methodCash',
  terminal: 'order.methodTerminal',
};

const Address = ({ address }: { readonly address: NonNullable<ReceiptView['address']> }) => (
  <>
    {[...address.lines, `${address.postalCode} ${address.town}`, address.country].map((line) => (
      <span key={line} dir="auto">
        {line}
        <br />
      </span>
    ))}
  </>
);

/** What was paid, with its taxes: on screen and on paper. */
export const Receipt = ({ receipt }: { readonly receipt: ReceiptView }) => {
  const money = (amountMinor: number) => formatMoney(amountMinor, receipt.currency);
  return (
    <section class="panel stack receipt-print" aria-label={t('order.receipt')}>
      <div class="section-head">
        <h2 dir="auto">{receipt.shopName}</h2>
        <span class="orders-screen">
          <Button onClick={() => window.print()}>{t('order.print')}</Button>
        </span>
      </div>
      <p class="small">
        {t('order.receipt')} {receipt.orderId} · {formatMoment(receipt.createdAtMs)}
        <br />
        <bdi>{receipt.showTitle}</bdi>
      </p>
      {(receipt.buyerName !== null || receipt.address !== null) && (
        <p class="small">
          {receipt.buyerName !== null && <bdi>{receipt.buyerName}</bdi>}
          <br />
          {receipt.address !== null && <Address address={receipt.address} />}
        </p>
      )}
      <table>
        <tbody>
          {receipt.lines.map((line) => (
            <tr key={line.lineId}>
              <th scope="row">
                <span dir="auto">{line.title}</span>
                {line.pieces > 1 && <span class="digits"> × {line.pieces}</span>}
                <br />
                <small class="soft">{line.taxLabel}</small>
              </th>
              <td class="digits">{money(line.amountMinor)}</td>
            </tr>
          ))}
          {receipt.shippingMinor > 0 && (
            <tr>
              <th scope="row">{t('order.shipping')}</th>
              <td class="digits">{money(receipt.shippingMinor)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{t('order.total')}</th>
            <td class="digits">
              <b>{money(receipt.totalMinor)}</b>
            </td>
          </tr>
          {receipt.refundedMinor > 0 && (
            <tr>
              <th scope="row">{t('order.refundedSum')}</th>
              <td class="digits">−{money(receipt.refundedMinor)}</td>
            </tr>
          )}
          {receipt.taxes
            .filter(({ taxLabel }) => taxLabel !== '')
            .map(({ taxLabel, amountMinor }) => (
              <tr key={taxLabel}>
                <th scope="row" class="soft">
                  {taxLabel}
                </th>
                <td class="digits soft">{money(amountMinor)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="small soft">
        {receipt.payments.map(({ method, amountMinor, startedAtMs }) => (
          <span key={startedAtMs}>
            {t(methodKeys[method])} {money(amountMinor)}, {formatMoment(startedAtMs)}
            <br />
          </span>
        ))}
      </p>
    </section>
  );
};
