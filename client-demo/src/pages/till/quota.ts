/** So many divisions of a SKU. */
export interface StockLine {
  readonly skuId: string;
  readonly quantity: number;
}

/** Stock that the ledger handed to this till (a lease): nobody else sells it, so selling it needs no line. */
export interface Quota {
  readonly leaseId: string;
  /** As it was taken. What is left follows from `sales`, so that undoing twice or telling twice adds nothing. */
  readonly lines: readonly StockLine[];
  /** What was sold out of it and stands. */
  readonly sales: readonly { readonly orderId: string; readonly lines: readonly StockLine[] }[];
  /** Whether the server's list of tills showed it: one that was there and is gone was taken back by the shop. */
  readonly isSeen: boolean;
}

const sumOf = (lines: readonly StockLine[], skuId: string): number =>
  lines.reduce((sum, line) => (line.skuId === skuId ? sum + line.quantity : sum), 0);

/** How much of a SKU the quota still has, in divisions. */
export const leftOf = ({ lines, sales }: Quota, skuId: string): number =>
  sumOf(lines, skuId) - sales.reduce((sum, sale) => sum + sumOf(sale.lines, skuId), 0);

export const withoutSale = (quota: Quota, orderId: string): Quota => ({
  ...quota,
  sales: quota.sales.filter((sale) => sale.orderId !== orderId),
});

/** What the quota has, SKU by SKU, nothing left out. */
export const leftLines = (quota: Quota): readonly StockLine[] =>
  [...new Set(quota.lines.map(({ skuId }) => skuId))].map((skuId) => ({
    skuId,
    quantity: leftOf(quota, skuId),
  }));

/** Proposed for each SKU: a third of what lies free at the stall, so that the line and the other tills keep most. */
const proposedShare = 1 / 3;

/** What to take at most of what is free, in whole steps of `leastQuantity`. Pure. */
export const proposal = (freeAtStall: number, leastQuantity: number): number =>
  Math.floor((Math.max(0, freeAtStall) * proposedShare) / leastQuantity) * leastQuantity ||
  (freeAtStall >= leastQuantity ? leastQuantity : 0);

/**
 * How to come to the wished quota: nothing to do, take a new one beside the old (no moment without), or give the old
 * one back first because the shop has not enough for both. `free`: at the stall, without what this till has. Pure.
 */
export const topUp = (
  quota: Quota | null,
  wishes: readonly StockLine[],
  free: (skuId: string) => number,
): { readonly lines: readonly StockLine[]; readonly givesBackFirst: boolean } | null => {
  const own = (skuId: string) => (quota === null ? 0 : leftOf(quota, skuId));
  const lines = wishes
    .map(({ skuId, quantity }) => ({
      skuId,
      quantity: Math.min(quantity, Math.max(0, free(skuId)) + own(skuId)),
    }))
    .filter(({ quantity }) => quantity > 0);
  const surplus = quota === null ? [] : leftLines(quota).filter(({ quantity }) => quantity > 0);
  const isSame =
    lines.length === surplus.length && lines.every(({ skuId, quantity }) => own(skuId) === quantity);
  if (isSame) return null;
  return { lines, givesBackFirst: quota !== null && lines.some((line) => free(line.skuId) < line.quantity) };
};
