/** Notes and coins of a currency with two digits, in minor units; other currencies use the same steps. */
const notes = [5_00, 10_00, 20_00, 50_00, 100_00, 200_00];

/** What people hand over for a total: the sum itself, the next round sums and the next notes. Rising, at most five. Pure. */
export const quickAmounts = (totalMinor: number, scale = 1): readonly number[] => {
  if (totalMinor <= 0) return [];
  const roundUp = (step: number) => Math.ceil(totalMinor / step) * step;
  const sums = [totalMinor, roundUp(1_00 * scale), roundUp(5_00 * scale), roundUp(10_00 * scale)];
  const single = notes.map((note) => note * scale).filter((note) => note >= totalMinor);
  return [...new Set([...sums, ...single])].toSorted((one, other) => one - other).slice(0, 5);
};

/** What goes back over the counter; null while too little was given. Pure. */
export const changeOf = (totalMinor: number, givenMinor: number | null): number | null =>
  givenMinor === null || givenMinor < totalMinor ? null : givenMinor - totalMinor;
