import { assertNever } from '#domain/decision.ts';
import { t } from '../../messages/t.ts';
import type { Quality, RungSize } from '../../player/quality.ts';

/** A camera on a weak line sends its largest picture no larger than the next one. */
const areDistinct = (sizes: readonly RungSize[]): boolean =>
  new Set(sizes.map(({ shortEdge }) => shortEdge)).size === sizes.length;

/** What a rung is called: by its height where that is known and tells them apart, as everybody is used to. */
export const rungName = (quality: Quality, sizes: readonly RungSize[] = []): string => {
  const edge = sizes.find(({ rung }) => rung === quality)?.shortEdge ?? null;
  if (edge !== null && areDistinct(sizes)) return `${edge}p`;
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
