import type { BidderView, LotView } from '#protocol/auction-views.ts';
import { isolated } from '../../messages/isolated.ts';
import { t } from '../../messages/t.ts';
import { lastEnded, nextStep, type NextStep } from './next-step.ts';
import type { Sale } from './use-sale.ts';

export const stepOf = (sale: Sale): NextStep => {
  const auction = sale.auction.value;
  return auction === null ? { kind: 'none' } : nextStep(auction.lots, auction.openLotId);
};

export const openLot = (sale: Sale): LotView | null => {
  const auction = sale.auction.value;
  return auction?.lots.find(({ lotId }) => lotId === auction.openLotId) ?? null;
};

/** Does what the big button says. The price that the host saw goes along, so that a late bid is not called over. */
export const takeStep = async (sale: Sale, step: NextStep): Promise<void> => {
  if (sale.busy.peek() !== null) return;
  switch (step.kind) {
    case 'open':
      await sale.send('auction.open-lot', { lotId: step.lot.lotId });
      return;
    case 'call':
      await sale.send('auction.call-going', {
        lotId: step.lot.lotId,
        call: step.call,
        seenPriceMinor: step.lot.current?.priceMinor ?? null,
      });
      return;
    case 'close':
      await closeLot(sale, step.lot);
      return;
    case 'wait':
    case 'none':
      return;
  }
};

export const closeLot = (sale: Sale, { lotId, current }: LotView): Promise<boolean> =>
  sale.send('auction.close-lot', { lotId, seenPriceMinor: current?.priceMinor ?? null });

/** The last lot again, while nobody paid for it. */
export const reopenLast = async (sale: Sale): Promise<void> => {
  const lot = lastEnded(sale.auction.peek()?.lots ?? []);
  if (lot !== null) await sale.send('auction.reopen-last-lot', { lotId: lot.lotId });
};

/** The words on the big button. */
export const stepText = (step: NextStep, money: (amountMinor: number) => string): string => {
  switch (step.kind) {
    case 'open':
      return t('sale.stepOpen', { title: isolated(step.lot.title) });
    case 'call':
      return t(step.call === 1 ? 'sale.goingOnce' : 'sale.goingTwice');
    case 'close': {
      const price = step.lot.current?.priceMinor ?? null;
      const isSold = price !== null && step.lot.current?.isReserveMet === true;
      return isSold ? t('sale.stepSold', { price: money(price) }) : t('sale.stepUnsold');
    }
    case 'wait':
      return t('sale.stepWait');
    case 'none':
      return t('sale.stepNone');
  }
};

/** Who somebody is for the crew: number or paddle, and the name. */
export const bidderText = ({ number, paddle, person }: BidderView): string => {
  const short = paddle === null ? t('sale.bidder', { number }) : t('sale.paddleNumber', { paddle });
  return person === undefined ? short : `${short} · ${person.name}`;
};
