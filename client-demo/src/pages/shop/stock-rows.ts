import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { StockRow } from '#protocol/stock-views.ts';

/** A line of the board: a variant with its numbers; one that never came in has none. */
export interface StockLine {
  readonly skuId: string;
  readonly productId: string;
  /** 'Lamp · red'. */
  readonly name: string;
  /** The two parts of the name; the second is empty where there is one variant only. */
  readonly title: string;
  readonly label: string;
  readonly unit: CatalogueView['products'][number]['skus'][number]['unit'];
  readonly row: StockRow | null;
  readonly capacity: number;
  readonly sold: number;
  readonly held: number;
  readonly leased: number;
  readonly blocked: number;
  readonly free: number;
}

const sum = (row: StockRow | null, of: (place: StockRow['places'][number]) => number): number =>
  (row?.places ?? []).reduce((total, place) => total + of(place), 0);

/** Every variant that is on sale or has stock. Pure. */
export const stockLines = (
  catalogue: CatalogueView | null,
  board: readonly StockRow[],
): readonly StockLine[] => {
  const rows = new Map(board.map((row) => [row.skuId, row]));
  return (catalogue?.products ?? []).flatMap((product) =>
    product.skus
      .filter(({ skuId, isArchived }) => (!isArchived && !product.isArchived) || rows.has(skuId))
      .map(({ skuId, label, unit }): StockLine => {
        const row = rows.get(skuId) ?? null;
        return {
          skuId,
          productId: product.productId,
          name: label === '' ? product.title : `${product.title} · ${label}`,
          title: product.title,
          label,
          unit,
          row,
          capacity: sum(row, ({ capacity }) => capacity),
          sold: sum(row, ({ sold }) => sold),
          held: sum(row, ({ held }) => held),
          leased: sum(row, ({ leased }) => leased),
          blocked: sum(row, ({ blocked }) => blocked),
          free: sum(row, ({ free }) => free),
        };
      }),
  );
};

/** Whole units and the rest: 30 of 12 a case is 2 cases and 6. Pure. */
export const inUnits = (
  quantity: number,
  divisions: number,
): { readonly whole: number; readonly rest: number } => ({
  whole: Math.floor(quantity / divisions),
  rest: quantity % divisions,
});
