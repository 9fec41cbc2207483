import type { LotView } from '#protocol/auction-views.ts';
import type { IconName } from '../design/icon.tsx';
import type { MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import { bidderText } from './bidder-text.ts';

const reserveKeyOf = (current: LotView['current']): MessageKey => {
  if (current === null) return 'auction.hasReserve';
  return current.isReserveMet ? 'auction.reserveMet' : 'auction.reserveOpen';
};

/** Facts of a lot that fit in one line: bids, reserve, rehearsal. Pure but for texts. */
export const lotFacts = ({ current, hasReserve, preBidCount, status }: LotView): readonly string[] => [
  ...(current?.isRehearsal === true ? [t('auction.rehearsal')] : []),
  ...(status === 'queued' && preBidCount > 0 ? [t('auction.preBids', { count: preBidCount })] : []),
  ...(current !== null ? [t('auction.bids', { count: current.bidCount })] : []),
  ...(hasReserve ? [t(reserveKeyOf(current))] : []),
];

interface Ending {
  readonly tone: 'won' | 'plain' | 'careful';
  readonly icon: IconName;
  readonly text: string;
}

/** How a lot ended, for this person. Pure but for texts. */
export const endingOf = (lot: LotView, price: (amountMinor: number) => string): Ending => {
  const { sale, status, voidReason } = lot;
  if (status === 'voided') {
    const text = t('auction.voided', { reason: voidReason ?? '' });
    return { tone: 'careful', icon: 'careful', text };
  }
  if (status !== 'sold' || sale === null) {
    const isReserve = lot.hasReserve && (lot.current?.bidCount ?? 0) > 0;
    return { tone: 'plain', icon: 'info', text: t(isReserve ? 'auction.unsoldReserve' : 'auction.unsold') };
  }
  const values = { price: price(sale.priceMinor), bidder: bidderText(sale.buyer) };
  if (sale.buyer.isYou) return { tone: 'won', icon: 'check', text: t('auction.won', values) };
  return { tone: 'plain', icon: 'hammer', text: t('auction.sold', values) };
};
