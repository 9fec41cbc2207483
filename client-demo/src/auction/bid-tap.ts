/** Turns presses of the bid button into amounts, so that nobody bids what he did not mean to. */
export interface BidTap {
  /** A finger went down on the button. */
  press(atMs: number): void;
  /** The button shows another amount. */
  show(amountMinor: number, atMs: number): void;
  /** The button was let go, or a key pressed: the amount to bid, or null when this was no bid. */
  release(atMs: number): number | null;
}

/** Two taps of one intention are closer together: a double tap lasts 300 ms, a nervous one half a second. */
const betweenTapsMs = 600;
/** Whoever saw a new amount for less than this meant the one before it: a simple reaction takes 200 to 300 ms. */
const seenAfterMs = 350;

/**
 * The amount that is bid is the one that was read under the finger when it went down: if the price rises meanwhile, the
 * bid is refused as too low, with the new amount, instead of being a higher one that nobody saw.
 */
export const createBidTap = (): BidTap => {
  let shownMinor: number | null = null;
  let beforeMinor: number | null = null;
  let shownAtMs = Number.NEGATIVE_INFINITY;
  let pressedMinor: number | null = null;
  let lastTapAtMs = Number.NEGATIVE_INFINITY;
  const meantAt = (atMs: number) => (atMs - shownAtMs < seenAfterMs ? beforeMinor : shownMinor);
  return {
    press: (atMs) => {
      pressedMinor = meantAt(atMs);
    },
    show: (amountMinor, atMs) => {
      if (amountMinor === shownMinor) return;
      // The first amount replaces nothing that somebody could have aimed at.
      shownAtMs = shownMinor === null ? Number.NEGATIVE_INFINITY : atMs;
      beforeMinor = shownMinor;
      shownMinor = amountMinor;
    },
    release: (atMs) => {
      const amountMinor = pressedMinor ?? meantAt(atMs);
      pressedMinor = null;
      if (amountMinor === null || atMs - lastTapAtMs < betweenTapsMs) return null;
      lastTapAtMs = atMs;
      return amountMinor;
    },
  };
};
