import type { LotView } from '#protocol/auction-views.ts';
import { Button } from '../../design/button.tsx';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { bidderText } from './steps.ts';
import { useSale } from './use-sale.ts';

/** Where the money of a sold lot stands. */
const settlementText = ({ sale }: LotView): string => {
  const settlement = sale?.settlement ?? null;
  if (settlement === null) return '';
  switch (settlement.status) {
    case 'payment-due':
      return t('sale.paymentDue', { time: formatClock(settlement.dueAtMs) });
    case 'paid':
      return t('sale.paid');
    case 'unpaid':
      return t('sale.unpaid', { time: formatClock(settlement.sinceMs) });
    case 'second-chance':
      return t('sale.secondChanceUntil', { time: formatClock(settlement.untilMs) });
    case 'second-chance-over':
      return t('sale.secondChanceOver');
    case 'nothing-due':
      return t('sale.rehearsal');
  }
};

/** What became of a lot that ended, and what the host may do about it. */
export const SettlementNote = ({ lot }: { readonly lot: LotView }) => {
  const { send, money, mayDirect } = useSale();
  const { lotId, sale, status } = lot;
  const isUnpaid = sale?.settlement?.status === 'unpaid' || sale?.settlement?.status === 'second-chance-over';
  const canRerun = status === 'unsold' || status === 'voided' || isUnpaid;
  return (
    <div class="settlement">
      {sale !== null && (
        <p>
          {t('sale.soldTo', { price: money(sale.priceMinor), who: bidderText(sale.buyer) })}{' '}
          <span class="soft">{settlementText(lot)}</span>
        </p>
      )}
      {lot.voidReason !== null && <p dir="auto">{t('sale.voidedBecause', { reason: lot.voidReason })}</p>}
      {mayDirect && (
        <div class="row">
          {sale?.canOfferSecondChance === true && (
            <Button icon="hourglass" onClick={() => void send('auction.offer-second-chance', { lotId })}>
              {t('sale.offerSecondChance')}
            </Button>
          )}
          {canRerun && (
            <Button icon="retry" onClick={() => void send('auction.rerun-lot', { lotId })}>
              {t('sale.rerun')}
            </Button>
          )}
          {isUnpaid && sale.buyer.person !== undefined && (
            <Button
              tone="careful"
              icon="ban"
              onClick={() =>
                void send('auction.bar-bidder', {
                  personId: sale.buyer.person?.personId ?? '',
                  reason: t('sale.didNotPay'),
                })
              }
            >
              {t('sale.bar')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
};
