import type { Article } from './scan.ts';
import type { StockLine } from './quota.ts';
import type { SaleLine } from './till-book.ts';

/** What stands on the running list. `quantity` in divisions of the unit. */
export interface BasketLine {
  readonly article: Article;
  readonly quantity: number;
}
export type Basket = readonly BasketLine[];

/** Higher is a slip of the finger; in whole units. */
const maximumUnits = 9_999;

/** Half a minor unit is rounded up, as the server does (domain/money/money.ts); a test holds both against each other. */
export const priceOf = (unitPriceMinor: number, quantity: number, divisions: number): number =>
  Math.floor((2 * unitPriceMinor * quantity + divisions) / (2 * divisions));

export const titleOf = ({ product, sku }: Article): string =>
  sku.label === '' ? product.title : `${product.title} (${sku.label})`;

export const amountOf = ({ article: { sku }, quantity }: BasketLine): number =>
  priceOf(sku.priceMinor, quantity, sku.unit.divisions);

export const totalOf = (basket: Basket): number => basket.reduce((sum, line) => sum + amountOf(line), 0);

export const quantityIn = (basket: Basket, skuId: string): number =>
  basket.find((line) => line.article.sku.skuId === skuId)?.quantity ?? 0;

/** The next quantity that may be sold: whole steps of the least one. Pure. */
const fitting = (quantity: number, { sku: { unit } }: Article): number => {
  const steps = Math.round(quantity / unit.leastQuantity) * unit.leastQuantity;
  return Math.max(0, Math.min(steps, maximumUnits * unit.divisions));
};

/** So much of it stands on the list from now on; nothing takes it off. New things come last. */
export const withQuantity = (basket: Basket, article: Article, quantity: number): Basket => {
  const line = { article, quantity: fitting(quantity, article) };
  const place = basket.findIndex((one) => one.article.sku.skuId === article.sku.skuId);
  if (line.quantity === 0) return basket.filter((_one, at) => at !== place);
  return place < 0 ? [...basket, line] : basket.with(place, line);
};

/** One tap on a key: one whole unit more, or the least there is of what is sold by the division. */
export const stepOf = ({ sku: { unit } }: Article): number => Math.max(unit.divisions, unit.leastQuantity);

export const stockOf = (basket: Basket): readonly StockLine[] =>
  basket.map(({ article, quantity }) => ({ skuId: article.sku.skuId, quantity }));

const unitOf = ({ sku: { unit } }: Article): Pick<SaleLine, 'unitName'> =>
  unit.divisions === 1 ? {} : { unitName: unit.divisionName };

/** `2 × Vase`, `150 cm Cloth`. */
export const goodsText = ({ quantity, title, unitName }: SaleLine): string =>
  unitName === undefined ? `${quantity} × ${title}` : `${quantity} ${unitName} ${title}`;

/** The list as the server takes it. */
export const saleLines = (basket: Basket, freshId: () => string): readonly SaleLine[] =>
  basket.map((line) => ({
    lineId: freshId(),
    skuId: line.article.sku.skuId,
    title: titleOf(line.article),
    ...unitOf(line.article),
    quantity: line.quantity,
    unitPriceMinor: line.article.sku.priceMinor,
    amountMinor: amountOf(line),
  }));
