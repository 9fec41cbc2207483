import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { MethodParams } from '../../live/methods.ts';
import { freshId } from '../../live/fresh-id.ts';

export type ProductDraft = MethodParams<'catalogue.save-product'>['product'];
export type ProductOnSale = CatalogueView['products'][number];

/** One variant as its row in the form holds it. */
export interface SkuForm {
  readonly skuId: string;
  readonly label: string;
  readonly price: string;
  readonly barcode: string;
  readonly unitName: string;
  readonly divisions: string;
  readonly divisionName: string;
  /** Stock is counted in it already. */
  readonly isUnitFixed: boolean;
}

export interface ProductForm {
  readonly productId: string;
  readonly title: string;
  readonly description: string;
  readonly taxLabel: string;
  readonly pictures: ProductDraft['pictures'];
  readonly skus: readonly SkuForm[];
}

export const emptySku = (unitName: string): SkuForm => ({
  skuId: freshId(),
  label: '',
  price: '',
  barcode: '',
  unitName,
  divisions: '1',
  divisionName: unitName,
  isUnitFixed: false,
});

export const emptyProductForm = (unitName: string): ProductForm => ({
  productId: freshId(),
  title: '',
  description: '',
  taxLabel: '',
  pictures: [],
  skus: [emptySku(unitName)],
});

/** Archived variants stay out of the form, and archived. */
export const productFormOf = (
  product: ProductOnSale,
  plainAmount: (amountMinor: number) => string,
): ProductForm => ({
  productId: product.productId,
  title: product.title,
  description: product.description,
  taxLabel: product.taxLabel,
  pictures: product.pictures,
  skus: product.skus
    .filter(({ isArchived }) => !isArchived)
    .map(({ skuId, label, priceMinor, barcode, unit }) => ({
      skuId,
      label,
      price: plainAmount(priceMinor),
      barcode: barcode ?? '',
      unitName: unit.name,
      divisions: String(unit.divisions),
      divisionName: unit.divisionName,
      isUnitFixed: true,
    })),
});

/** Faults by field: `title`, `skus`, or `<skuId> price`, `<skuId> divisions`, `<skuId> barcode`, `<skuId> unit`. */
export type ProductFaults = ReadonlySet<string>;

const readSku = (sku: SkuForm, readMoney: (text: string) => number | null, faults: Set<string>) => {
  const priceMinor = readMoney(sku.price);
  const divisions = /^[1-9]\d{0,6}$/.test(sku.divisions.trim()) ? Number(sku.divisions.trim()) : null;
  const barcode = sku.barcode.trim();
  const unitName = sku.unitName.trim();
  if (priceMinor === null) faults.add(`${sku.skuId} price`);
  if (divisions === null || divisions > 1_000_000) faults.add(`${sku.skuId} divisions`);
  if (barcode !== '' && !/^[ -~]{4,64}$/.test(barcode)) faults.add(`${sku.skuId} barcode`);
  if (unitName === '') faults.add(`${sku.skuId} unit`);
  return {
    skuId: sku.skuId,
    label: sku.label.trim(),
    priceMinor: priceMinor ?? 0,
    unit: {
      name: unitName,
      divisions: divisions ?? 1,
      divisionName: sku.divisionName.trim() === '' ? unitName : sku.divisionName.trim(),
      leastQuantity: 1,
    },
    barcode: barcode === '' ? null : barcode,
    isArchived: false,
  };
};

/** The product that the form describes, or what is wrong with it. Pure. */
export const readProductForm = (
  form: ProductForm,
  readMoney: (text: string) => number | null,
): { readonly product: ProductDraft } | { readonly faults: ProductFaults } => {
  const faults = new Set<string>();
  const skus = form.skus.map((sku) => readSku(sku, readMoney, faults));
  const title = form.title.trim();
  if (title === '') faults.add('title');
  if (skus.length === 0) faults.add('skus');
  if (faults.size > 0) return { faults };
  const { productId, pictures } = form;
  return {
    product: {
      productId,
      title,
      description: form.description.trim(),
      pictures,
      taxLabel: form.taxLabel.trim(),
      skus,
    },
  };
};
