import type { BidderView } from '#protocol/auction-views.ts';
import { t } from '../messages/t.ts';

/** A bidder as others may know him: a number, a paddle, or oneself; the crew sees his name. */
export const bidderText = ({ isYou, paddle, number, person }: BidderView): string => {
  if (isYou) return t('auction.you');
  const name = person?.name ?? '';
  if (paddle !== null) return t('auction.paddle', { paddle, name, hasName: name === '' ? 'no' : 'yes' });
  return name === '' ? t('auction.bidder', { number }) : name;
};
