/** The typed number of seconds in ms; null when it is none that fits. Pure. */
export const typedWaitMs = (typed: string, mostMs: number): number | null => {
  const seconds = Number(typed.trim());
  const isWhole = /^\d+$/.test(typed.trim()) && Number.isSafeInteger(seconds);
  return isWhole && seconds >= 1 && seconds * 1000 <= mostMs ? seconds * 1000 : null;
};
