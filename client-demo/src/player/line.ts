/** What the browser itself says of its line; not in the DOM types, Chromium only. */
export interface LineHints {
  readonly effectiveType?: string;
  /** In Mb/s, rounded to 25 kb/s. */
  readonly downlink?: number;
  readonly saveData?: boolean;
}

export const lineHints = (): LineHints => (navigator as { connection?: LineHints }).connection ?? {};

/** Below this the lowest picture (150 kb/s and its sound) does not arrive in time. */
export const pictureBps = 300_000;
/** Files smaller than this say more of the round trip than of the line. */
const tellingBytes = 20_000;

export interface LoadedFile {
  readonly transferSize: number;
  readonly responseStart: number;
  readonly responseEnd: number;
}

/** The best that files of this page were seen to arrive at, in bit/s; null when none tells. Pure. */
export const measuredBps = (files: readonly LoadedFile[]): number | null => {
  const rates = files
    .filter((file) => file.transferSize >= tellingBytes && file.responseEnd > file.responseStart)
    .map((file) => (file.transferSize * 8000) / (file.responseEnd - file.responseStart));
  return rates.length === 0 ? null : Math.max(...rates);
};

/** Whether to begin with sound alone. A measurement weighs more than what the browser guesses. Pure. */
export const isThinLine = (estimateBps: number | null, hints: LineHints): boolean => {
  if (estimateBps !== null) return estimateBps < pictureBps;
  if (hints.effectiveType === 'slow-2g' || hints.effectiveType === '2g') return true;
  return hints.downlink !== undefined && hints.downlink > 0 && hints.downlink * 1_000_000 < pictureBps;
};

const bandwidthKey = 'popstage.bandwidth';

/** Kept for the tab's session: the next show, or the next way of playing, begins with what is known. */
export const rememberedBps = (): number | null => {
  const kept = Number(sessionStorage.getItem(bandwidthKey) ?? Number.NaN);
  return Number.isFinite(kept) && kept > 0 ? kept : null;
};

export const rememberBps = (bps: number): void => {
  if (Number.isFinite(bps) && bps > 0) sessionStorage.setItem(bandwidthKey, String(Math.round(bps)));
};

/** What is known of the line before anything was played. */
export const lineEstimateBps = (): number | null => {
  const remembered = rememberedBps();
  if (remembered !== null) return remembered;
  // Resources are PerformanceResourceTiming by the very name of their type.
  const files = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  return measuredBps(files);
};
