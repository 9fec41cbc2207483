import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OfferView } from '#protocol/shelf-views.ts';
import type { MethodParams } from '../../live/methods.ts';

export type OfferTerms = MethodParams<'shelf.add-offer'>['terms'];

/** An offer as its form holds it. */
export interface OfferForm {
  readonly kind: OfferTerms['kind'];
  readonly title: string;
  /** `productId skuId`, each once. */
  readonly articles: readonly string[];
  readonly price: string;
  readonly insteadOf: string;
  readonly limitTotal: string;
  readonly limitPerBuyer: string;
  readonly minutes: string;
  readonly claim: OfferTerms['claim'];
}

export type OfferFault =
  'title' | 'articles' | 'price' | 'insteadOf' | 'limitTotal' | 'limitPerBuyer' | 'minutes';

export const emptyOfferForm: OfferForm = {
  kind: 'buy-now',
  title: '',
  articles: [],
  price: '',
  insteadOf: '',
  limitTotal: '',
  limitPerBuyer: '',
  minutes: '5',
  claim: 'on-hold',
};

export const offerFormOf = (
  { terms }: OfferView,
  plainAmount: (amountMinor: number) => string,
): OfferForm => ({
  kind: terms.kind,
  title: terms.title,
  articles: terms.items.map(({ productId, skuId }) => `${productId} ${skuId}`),
  price: plainAmount(terms.priceMinor),
  insteadOf: terms.insteadOfMinor === null ? '' : plainAmount(terms.insteadOfMinor),
  limitTotal: terms.limitTotal === null ? '' : String(terms.limitTotal),
  limitPerBuyer: terms.limitPerBuyer === null ? '' : String(terms.limitPerBuyer),
  minutes: terms.durationMs === null ? '' : String(terms.durationMs / 60_000),
  claim: terms.claim,
});

const optionalCount = (text: string): number | null | undefined => {
  if (text.trim() === '') return null;
  return /^[1-9]\d{0,5}$/.test(text.trim()) ? Number(text.trim()) : undefined;
};

/** One whole unit of each article; several of one product are variants to choose from. */
const itemsOf = (form: OfferForm, catalogue: CatalogueView | null): OfferTerms['items'] =>
  form.articles.flatMap((article) => {
    const [productId = '', skuId = ''] = article.split(' ');
    const sku = catalogue?.products
      .find((one) => one.productId === productId)
      ?.skus.find((one) => one.skuId === skuId);
    return sku === undefined ? [] : [{ productId, skuId, quantity: sku.unit.divisions }];
  });

const firstProduct = (items: OfferTerms['items'], catalogue: CatalogueView | null) =>
  catalogue?.products.find(({ productId }) => productId === items[0]?.productId);

/** The terms that the form describes, or the fields that are wrong. Pure. */
export const readOfferForm = (
  form: OfferForm,
  catalogue: CatalogueView | null,
  readMoney: (text: string) => number | null,
): { readonly terms: OfferTerms } | { readonly faults: ReadonlySet<OfferFault> } => {
  const faults = new Set<OfferFault>();
  const items = itemsOf(form, catalogue);
  const product = firstProduct(items, catalogue);
  const title = form.title.trim() === '' ? (product?.title ?? '') : form.title.trim();
  const priceMinor = readMoney(form.price);
  const insteadOfMinor = form.insteadOf.trim() === '' ? null : readMoney(form.insteadOf);
  const limitTotal = optionalCount(form.limitTotal);
  const limitPerBuyer = optionalCount(form.limitPerBuyer);
  const minutes = form.kind === 'flash' ? optionalCount(form.minutes) : null;
  const isBundleTooSmall = form.kind === 'bundle' && items.length < 2;
  if (items.length === 0 || isBundleTooSmall) faults.add('articles');
  if (title === '') faults.add('title');
  if (priceMinor === null) faults.add('price');
  if (form.insteadOf.trim() !== '' && (insteadOfMinor === null || insteadOfMinor <= (priceMinor ?? 0)))
    faults.add('insteadOf');
  if (limitTotal === undefined) faults.add('limitTotal');
  if (limitPerBuyer === undefined) faults.add('limitPerBuyer');
  if (minutes === undefined || (form.kind === 'flash' && minutes === null)) faults.add('minutes');
  if (faults.size > 0 || priceMinor === null) return { faults };
  return {
    terms: {
      kind: form.kind,
      title,
      mediaId: product?.pictures[0]?.mediaId ?? null,
      priceMinor,
      insteadOfMinor,
      items,
      isChoice: form.kind !== 'bundle' && items.length > 1,
      limitTotal: limitTotal ?? null,
      limitPerBuyer: limitPerBuyer ?? null,
      durationMs: typeof minutes === 'number' ? minutes * 60_000 : null,
      claim: form.claim,
    },
  };
};
