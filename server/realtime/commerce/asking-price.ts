import type { IncrementStep } from '#domain/auction/auction.ts';

/** The least that a bid must be at this price; the first one may equal the start. */
export function askingMinor(
  priceMinor: number | null,
  { startMinor, increments }: { readonly startMinor: number; readonly increments: readonly IncrementStep[] },
): number {
  if (priceMinor === null) return startMinor;
  const step = increments.findLast(({ fromMinor }) => fromMinor <= priceMinor);
  return priceMinor + (step?.incrementMinor ?? 1);
}
