/** Integer minor units of the shop's currency: 12.50 EUR is 1250. Never a fraction, never negative unless said. */
export type AmountMinor = number;

/** Far above any price, and small enough that a sum of thousands stays exact. */
export const maximumAmountMinor = 100_000_000_00;

/** `quantity` counts the smallest division of a unit; a unit of 12 divisions at 2400 sells 3 for 600. Half is rounded up. */
export const priceOf = (unitPriceMinor: AmountMinor, quantity: number, divisions: number): AmountMinor =>
  Math.floor((2 * unitPriceMinor * quantity + divisions) / (2 * divisions));
