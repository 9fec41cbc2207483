import type { LotView } from '#protocol/auction-views.ts';

type Increments = LotView['terms']['increments'];

/** By how much a bid must be above this price (domain/auction/increments.ts). Pure. */
export const incrementAt = (table: Increments, priceMinor: number): number =>
  table.findLast(({ fromMinor }) => fromMinor <= priceMinor)?.incrementMinor ?? 1;

/** The amounts that could be bid one after the other, from `firstMinor` on. Pure. */
export const nextAmounts = (table: Increments, firstMinor: number, count: number): readonly number[] => {
  const amounts = [firstMinor];
  while (amounts.length < count) {
    const last = amounts.at(-1) ?? firstMinor;
    amounts.push(last + incrementAt(table, last));
  }
  return amounts;
};

/** Amounts to choose a maximum from with one tap: the next one, then further and further away. Pure. */
export const quickSteps = (table: Increments, firstMinor: number): readonly number[] => {
  // The 1st, 3rd, 6th and 11th: near ones are close together, and four fit in a line on a phone.
  const places = [0, 2, 5, 10];
  const all = nextAmounts(table, firstMinor, 11);
  return places.flatMap((place) => all[place] ?? []);
};

/** The least that can be a maximum now: for the leader the price, for others the next bid. Pure. */
export const leastMaximum = ({ status, current, own, startMinor }: LotView): number => {
  if (status !== 'open' || current === null) return startMinor;
  return own?.isLeading === true ? (current.priceMinor ?? startMinor) : current.askingMinor;
};
