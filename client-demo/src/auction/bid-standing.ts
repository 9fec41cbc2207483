import type { LotView } from '#protocol/auction-views.ts';
import type { IconName } from '../design/icon.tsx';
import type { BidProgress } from '../live/commerce/bidding.ts';
import type { CallError } from '../live/outcome.ts';
import { errorText } from '../messages/error-text.ts';
import { t } from '../messages/t.ts';
import { bidderText } from './bidder-text.ts';

type Money = (amountMinor: number) => string;

/** One line that says how this person stands; its words say it all, colour and sign repeat it. */
export interface Line {
  readonly tone: 'plain' | 'good' | 'careful' | 'wait';
  readonly icon: IconName;
  readonly text: string;
}

const amountIn = (error: CallError, name: 'minimumMinor' | 'maximumMinor'): number | null => {
  const amountMinor = error.details?.[name];
  return typeof amountMinor === 'number' ? amountMinor : null;
};

/** Why a bid was refused, with the amount that would do now. Pure but for texts. */
export const refusalText = (error: CallError, money: Money): string => {
  if (error.code === 'offline') return t('auction.notSent');
  if (error.code === 'deadline-exceeded') return t('auction.noAnswer');
  if (error.code === 'bidder-not-qualified') {
    return error.details?.['lacks'] === 'sign-in' ? t('auction.lacksSignIn') : t('auction.lacksPayment');
  }
  const leastMinor = amountIn(error, 'minimumMinor');
  if (error.code === 'bid-too-low' && leastMinor !== null)
    return t('auction.tooLow', { price: money(leastMinor) });
  if (error.code === 'max-below-price' && leastMinor !== null)
    return t('auction.maxTooLow', { price: money(leastMinor) });
  const mostMinor = amountIn(error, 'maximumMinor');
  if (error.code === 'bid-too-high' && mostMinor !== null)
    return t('auction.tooHigh', { price: money(mostMinor) });
  return errorText(error);
};

const standing = (lot: LotView, money: Money): Line => {
  const { own, current } = lot;
  if (own?.isLeading === true) {
    const maxMinor = own.maxMinor ?? 0;
    const hasMore = maxMinor > (current?.priceMinor ?? 0);
    const text = hasMore ? t('auction.leadMax', { price: money(maxMinor) }) : t('auction.lead');
    return { tone: 'good', icon: 'check', text };
  }
  if (own?.isOutbid === true) return { tone: 'careful', icon: 'careful', text: t('auction.outbid') };
  const leader = current?.leader ?? null;
  if (leader === null) return { tone: 'plain', icon: 'flag', text: t('auction.noBids') };
  return { tone: 'plain', icon: leader.via === 'floor' ? 'flag' : 'users', text: bidderText(leader) };
};

/** What the line says of an open lot: the last answer while it is news, then how one stands. Pure but for texts. */
export const lineOf = (lot: LotView, progress: BidProgress, money: Money): Line => {
  const isOfLot = progress.status !== 'idle' && progress.bid.lotId === lot.lotId;
  if (!isOfLot) return standing(lot, money);
  const isLeading = lot.own?.isLeading === true;
  if (progress.status === 'sending') {
    const key = progress.isLate ? 'auction.late' : 'auction.sending';
    return { tone: 'wait', icon: 'hourglass', text: t(key, { price: money(progress.bid.amountMinor) }) };
  }
  if (progress.status === 'refused') {
    // Whoever leads meanwhile has nothing to mend.
    if (isLeading && progress.error.code === 'deadline-exceeded') return standing(lot, money);
    return { tone: 'careful', icon: 'careful', text: refusalText(progress.error, money) };
  }
  return standing(lot, money);
};
