export interface KeepUpFacts {
  /** Behind the end of the playlist. */
  readonly latencyS: number;
  /** Where the playlist says one may play (PART-HOLD-BACK). */
  readonly holdBackS: number;
  readonly bufferS: number;
  readonly partS: number;
  /** Times it ran dry lately. */
  readonly recentStalls: number;
}

/** Faster than this, voices sound like chipmunks; a twentieth is not heard at all. */
const rates = { far: 1.1, near: 1.05 } as const;
const farS = 0.7;
const nearS = 0.08;
/** Every stall says that this line needs more in hand; never more than this, or it were no live show. */
const perStallS = 0.3;
const marginAtMostS = 2.4;

/**
 * How fast to play so as to stay near the live edge without running dry: 1 or a little more. hls.js itself never goes
 * below a second of buffer, which is most of the delay there is. Pure.
 */
export const keepUpRate = (facts: KeepUpFacts): number => {
  const marginS = Math.min(marginAtMostS, facts.recentStalls * perStallS);
  const excessS = facts.latencyS - (facts.holdBackS + marginS);
  // What is in hand goes down by a part before the next one comes.
  const floorS = facts.partS * 1.5 + 0.1 + marginS;
  if (excessS <= nearS || facts.bufferS <= floorS) return 1;
  return excessS >= farS ? rates.far : rates.near;
};
