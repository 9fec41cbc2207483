import type { SendStats } from '../../stage/stage-stats.ts';

export type Quality = 'good' | 'weak' | 'bad';

/** How well a source gets through: the stage's score (0 to 10), losses, and whether the encoder is held back. Pure. */
export const qualityOf = ({
  score,
  lossRatio,
  limitedBy,
}: Pick<SendStats, 'score' | 'lossRatio' | 'limitedBy'>): Quality => {
  if ((score !== null && score < 4) || lossRatio > 0.1) return 'bad';
  if ((score !== null && score < 8) || lossRatio > 0.03 || limitedBy !== 'none') return 'weak';
  return 'good';
};
