import type Hls from 'hls.js';
import type { Level } from 'hls.js';
import { renditionOf } from './playlist-address.ts';
import type { Rung, RungSize } from './quality.ts';

const isRung = (name: string | null): name is Rung => name === 'high' || name === 'middle' || name === 'low';

/** The rung that a level of hls.js is, by its address: hls.js knows them by number only, and sorts them itself. */
export const rungOf = (level: Level | undefined): Rung | null => {
  const name = level === undefined ? null : renditionOf(level.url[0] ?? '');
  return isRung(name) ? name : null;
};

export const rungsOf = (hls: Hls): readonly RungSize[] =>
  hls.levels.flatMap((level) => {
    const rung = rungOf(level);
    return rung === null ? [] : [{ rung, shortEdge: Math.min(level.width, level.height) || null }];
  });

export const isLowestLoading = (hls: Hls): boolean =>
  hls.loadLevel <= 0 || rungOf(hls.levels[hls.loadLevel]) === 'low';

/** Highest rung that may play; null for any. `isFixed`: this one and no other. */
export interface RungLimit {
  readonly rung: Rung | null;
  readonly isFixed: boolean;
}

/** To be called again when the levels become known. */
export const limitRungs = (hls: Hls, { rung, isFixed }: RungLimit): void => {
  const index = rung === null ? -1 : hls.levels.findIndex((level) => rungOf(level) === rung);
  hls.autoLevelCapping = index;
  if (isFixed && index >= 0) hls.nextLevel = index;
  else if (!hls.autoLevelEnabled) hls.nextLevel = -1;
};
