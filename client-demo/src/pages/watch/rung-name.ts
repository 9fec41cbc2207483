import { assertNever } from '#domain/decision.ts';
import { t } from '../../messages/t.ts';
import type { Quality, RungSize } from '../../player/quality.ts';

/** What a rung is called: by its height where that is known, as everybody is used to. */
export const rungName = (quality: Quality, sizes: readonly RungSize[] = []): string => {
  const edge = sizes.find(({ rung }) => rung === quality)?.shortEdge ?? null;
  if (edge !== null) return `${edge}p`;
  switch (quality) {
    case 'auto':
      return t('watch.qualityAuto');
    case 'high':
      return t('watch.qualityHigh');
    case 'middle':
      return t('watch.qualityMiddle');
    case 'low':
      return t('watch.qualityLow');
    case 'sound':
      return t('watch.soundOnly');
    default:
      return assertNever(quality);
  }
};
