import type { LotView } from '#protocol/auction-views.ts';
import { t } from '../messages/t.ts';
import { bidderText } from './bidder-text.ts';

type Money = (amountMinor: number) => string;

/** `isPressing`: what concerns the listener himself, or that a lot opened, is called, or is over. */
export interface Said {
  readonly text: string;
  readonly isPressing: boolean;
}

const ended = (lot: LotView, money: Money): Said => {
  const { title, sale } = lot;
  if (lot.status === 'sold' && sale !== null) {
    const price = money(sale.priceMinor);
    const text = sale.buyer.isYou
      ? t('auction.saidWon', { title, price })
      : t('auction.saidSold', { title, price, bidder: bidderText(sale.buyer) });
    return { text, isPressing: true };
  }
  const key = lot.status === 'voided' ? 'auction.saidVoided' : 'auction.saidUnsold';
  return { text: t(key, { title }), isPressing: true };
};

const ofBid = (before: LotView, after: LotView, money: Money): Said | null => {
  const { current, own } = after;
  if (current === null || current.priceMinor === null || current.leader === null) return null;
  const price = money(current.priceMinor);
  const next = money(current.askingMinor);
  if (own?.isOutbid === true && before.own?.isLeading === true)
    return { text: t('auction.saidOutbid', { price, next }), isPressing: true };
  if (own?.isLeading === true && before.own?.isLeading !== true)
    return { text: t('auction.saidLead', { price }), isPressing: true };
  if (current.priceMinor === before.current?.priceMinor) return null;
  return { text: t('auction.saidBid', { bidder: bidderText(current.leader), price }), isPressing: false };
};

/** What a screen reader says when the lot on stage changes from `before` to `after`; null: nothing. Pure but for texts. */
export const voiceOf = (before: LotView | null, after: LotView | null, money: Money): Said | null => {
  if (after === null || after.current === null) return null;
  const isSameRun = before !== null && before.lotId === after.lotId && before.run === after.run;
  if (after.status === 'open' && (!isSameRun || before.status !== 'open')) {
    const price = money(after.current.askingMinor);
    return { text: t('auction.saidOpen', { title: after.title, price }), isPressing: true };
  }
  if (!isSameRun) return null;
  if (after.status !== 'open') return before.status === 'open' ? ended(after, money) : null;
  const bid = ofBid(before, after, money);
  if (bid !== null) return bid;
  const { calls } = after.current;
  if (calls === before.current?.calls || calls === 0) return null;
  return { text: t(calls === 1 ? 'auction.goingOnce' : 'auction.goingTwice'), isPressing: true };
};
