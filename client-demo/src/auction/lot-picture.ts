import type { LotView } from '#protocol/auction-views.ts';
import type { CatalogueView } from '#protocol/catalogue-views.ts';

/** The lot's own picture, else the first of its product; null while there is none. Pure. */
export const lotPicture = (
  { mediaId, productId }: Pick<LotView, 'mediaId' | 'productId'>,
  catalogue: CatalogueView | null,
): string | null =>
  mediaId ??
  catalogue?.products.find((product) => product.productId === productId)?.pictures[0]?.thumbnailId ??
  null;
