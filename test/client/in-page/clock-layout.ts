/** How the bars are laid out; the same numbers on both sides. */
export interface ClockLayout {
  readonly barCount: number;
  /** Of the picture's height. */
  readonly barShare: number;
  readonly timeBits: number;
  readonly checkBits: number;
}
