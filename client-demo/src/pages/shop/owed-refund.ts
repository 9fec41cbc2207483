import type { OwedRefundView } from '#protocol/order-views.ts';

/** The server's own words for why it gives money back. */
const ownReasons = ['not-available', 'no-parcel', 'void', 'second-chance', 'undone'] as const;
type OwnReason = (typeof ownReasons)[number];

/** Why the money was to go back: a word of the server's own, what somebody wrote, or nothing. Pure. */
export const reasonOf = ({
  reason,
}: Pick<OwedRefundView, 'reason'>):
  | { readonly kind: 'own'; readonly reason: OwnReason }
  | { readonly kind: 'written'; readonly text: string }
  | null => {
  const own = ownReasons.find((word) => word === reason);
  if (own !== undefined) return { kind: 'own', reason: own };
  return reason.trim() === '' ? null : { kind: 'written', text: reason };
};

/**
 * What of the debt is to go back: nothing typed means all of it. `null`: no amount, none, or more than is owed. `isAll`
 * leaves the sum to the server, so that it fits whatever went back meanwhile. Pure.
 */
export const partOf = (
  text: string,
  owedMinor: number,
  readMoney: (text: string) => number | null,
): { readonly amountMinor: number; readonly isAll: boolean } | null => {
  const amountMinor = text.trim() === '' ? owedMinor : readMoney(text);
  if (amountMinor === null || amountMinor < 1 || amountMinor > owedMinor) return null;
  return { amountMinor, isAll: amountMinor === owedMinor };
};
