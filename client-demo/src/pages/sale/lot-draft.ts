import type { LotView } from '#protocol/auction-views.ts';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { MethodParams } from '../../live/methods.ts';

/** A lot as its form holds it: amounts and times as they were typed. */
export interface LotForm {
  readonly title: string;
  /** `productId skuId`, or empty for an article that is not in the catalogue. */
  readonly article: string;
  readonly quantity: string;
  readonly kind: 'hammer' | 'timed';
  readonly start: string;
  readonly reserve: string;
  readonly seconds: string;
  readonly counterBidSeconds: string;
}

export type LotDraft = MethodParams<'auction.add-lot'>['lot'];

export const emptyLotForm: LotForm = {
  title: '',
  article: '',
  quantity: '1',
  kind: 'hammer',
  start: '',
  reserve: '',
  seconds: '60',
  counterBidSeconds: '10',
};

/** What can be put up: every variant on sale, with its product's name. Pure. */
export const articlesOf = (
  catalogue: CatalogueView | null,
): readonly { readonly value: string; readonly label: string }[] =>
  (catalogue?.products ?? [])
    .filter(({ isArchived }) => !isArchived)
    .flatMap(({ productId, title, skus }) =>
      skus
        .filter(({ isArchived }) => !isArchived)
        .map(({ skuId, label }) => ({
          value: `${productId} ${skuId}`,
          label: label === '' ? title : `${title} · ${label}`,
        })),
    );

export const formOf = (lot: LotView, plainAmount: (amountMinor: number) => string): LotForm => {
  const [line] = lot.lines;
  return {
    title: lot.title,
    article: lot.productId === null || line === undefined ? '' : `${lot.productId} ${line.skuId}`,
    quantity: String(line?.quantity ?? 1),
    kind: lot.kind,
    start: plainAmount(lot.startMinor),
    reserve: typeof lot.reserveMinor === 'number' ? plainAmount(lot.reserveMinor) : '',
    seconds: String(lot.terms.durationMs / 1000),
    counterBidSeconds: String(lot.terms.counterBidMs / 1000),
  };
};

/** Fields that do not say what they should. */
export type LotFault = 'title' | 'start' | 'reserve' | 'seconds' | 'counterBidSeconds' | 'quantity';

/** All extensions of a timed lot together; six times the usual counter-bid time and more than any show waits. */
const extensionCapMs = 5 * 60_000;

const wholeNumber = (text: string, least: number, most: number): number | null => {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value >= least && value <= most ? value : null;
};

/** A hammer lot has no clock. */
const timesOf = (kind: LotForm['kind'], seconds: number, counterBidSeconds: number) => {
  if (kind === 'hammer') return { durationMs: 0, counterBidMs: 0, extensionCapMs: 0 };
  const counterBidMs = counterBidSeconds * 1000;
  return {
    durationMs: seconds * 1000,
    counterBidMs,
    extensionCapMs: counterBidMs === 0 ? 0 : extensionCapMs,
  };
};

/** The draft that the form describes, or the fields that are wrong. Pure. */
export const readLotForm = (
  form: LotForm,
  catalogue: CatalogueView | null,
  readMoney: (text: string) => number | null,
): { readonly draft: LotDraft } | { readonly faults: ReadonlySet<LotFault> } => {
  const faults = new Set<LotFault>();
  const [productId = '', skuId = ''] = form.article.split(' ');
  const product = catalogue?.products.find((one) => one.productId === productId);
  const startMinor = readMoney(form.start);
  const reserveMinor = form.reserve.trim() === '' ? null : readMoney(form.reserve);
  const seconds = wholeNumber(form.seconds, 5, 86_400);
  const counterBidSeconds = wholeNumber(form.counterBidSeconds, 0, 600);
  const quantity = wholeNumber(form.quantity, 1, 1_000_000_000);
  const title = form.title.trim() === '' ? (product?.title ?? '') : form.title.trim();
  if (title === '') faults.add('title');
  if (startMinor === null) faults.add('start');
  if (form.reserve.trim() !== '' && (reserveMinor === null || reserveMinor < (startMinor ?? 0)))
    faults.add('reserve');
  if (form.kind === 'timed' && seconds === null) faults.add('seconds');
  if (form.kind === 'timed' && counterBidSeconds === null) faults.add('counterBidSeconds');
  if (product !== undefined && quantity === null) faults.add('quantity');
  if (faults.size > 0 || startMinor === null) return { faults };
  const terms = { kind: form.kind, startMinor, reserveMinor, increments: null };
  return {
    draft: {
      title,
      productId: product?.productId ?? null,
      mediaId: product?.pictures[0]?.mediaId ?? null,
      lines: product === undefined ? [] : [{ skuId, quantity: quantity ?? 1 }],
      terms: { ...terms, ...timesOf(form.kind, seconds ?? 0, counterBidSeconds ?? 0) },
    },
  };
};
