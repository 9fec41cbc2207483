import { maximumAmountMinor, type AmountMinor } from '../money/money.ts';
import type { IncrementStep, LotTerms } from './terms.ts';

/** By how much a bid must be above this price. Total: a table that says nothing of it asks for the least unit. */
export function incrementAt(table: readonly IncrementStep[], priceMinor: AmountMinor): AmountMinor {
  // From the end, because tables have a handful of rows and `findLast` would make a closure for each bid.
  for (let index = table.length - 1; index >= 0; index--) {
    const step = table[index];
    if (step !== undefined && step.fromMinor <= priceMinor) return step.incrementMinor;
  }
  return 1;
}

/** The least that a bid must be now; the first one may equal the start. */
export const askingMinor = (priceMinor: AmountMinor | null, terms: LotTerms): AmountMinor =>
  priceMinor === null ? terms.startMinor : priceMinor + incrementAt(terms.increments, priceMinor);

/** Begins at 0, rises, and asks for something at every price. */
export const isIncrementTable = (table: readonly IncrementStep[]): boolean =>
  table[0]?.fromMinor === 0 &&
  table.every(({ fromMinor, incrementMinor }, index) => {
    const before = table[index - 1]?.fromMinor ?? -1;
    return isAmount(fromMinor) && isAmount(incrementMinor) && incrementMinor > 0 && fromMinor > before;
  });

/** A whole number of minor units that can be bid. */
export const isAmount = (amountMinor: number): boolean =>
  Number.isInteger(amountMinor) && amountMinor >= 0 && amountMinor <= maximumAmountMinor;
