import type { CatalogueView } from '#protocol/catalogue-views.ts';

type Product = CatalogueView['products'][number];
type Sku = Product['skus'][number];

/** A variant and what it is a variant of. */
export interface Article {
  readonly product: Product;
  readonly sku: Sku;
}

/** A barcode of 12 digits (UPC-A) is the one of 13 (EAN-13) without its leading zero; readers give either. */
const sameCode = (one: string, other: string): boolean =>
  one === other || one.replace(/^0(?=\d{12}$)/, '') === other.replace(/^0(?=\d{12}$)/, '');

/** What is sold now, with its variants. */
export const articlesOf = (catalogue: CatalogueView | null): readonly Article[] =>
  (catalogue?.products ?? [])
    .filter(({ isArchived }) => !isArchived)
    .flatMap((product) =>
      product.skus.filter(({ isArchived }) => !isArchived).map((sku) => ({ product, sku })),
    );

export const articleByCode = (articles: readonly Article[], code: string): Article | undefined =>
  articles.find(({ sku }) => sku.barcode !== null && sameCode(sku.barcode, code));

/** Codes are drawn without look-alikes and read aloud in any case; the last path part of a link is its code. */
export const plainCode = (text: string): string => {
  const line = text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  if (!/^https?:/i.test(line) || !URL.canParse(line)) return line;
  const link = new URL(line);
  const named = link.searchParams.get('code') ?? link.hash.slice(1);
  return named !== '' ? named : (link.pathname.split('/').findLast((part) => part !== '') ?? '');
};

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** The secret in the code that the shop's page shows for a new till; null where a text is no such code. */
export const pairingSecret = (text: string): string | null => {
  const line = text.trim();
  if (!URL.canParse(line)) return null;
  const { pathname, hash } = new URL(line);
  const secret = hash.slice(1);
  return pathname === '/till' && /^[\w%~.-]+$/.test(secret) ? decoded(secret) : null;
};

/** Longer than anybody waits between two keys of a scanner, shorter than a pause for thought. */
const scannerPauseMs = 500;
/** As the shop's barcodes are: 4 to 64 plain characters. */
const codePattern = /^[\x21-\x7e]{4,64}$/;

/** What a scanner that works as a keyboard typed so far. */
export interface Typed {
  readonly text: string;
  /** Monotonic time of the last key. */
  readonly atMs: number;
}

export const nothingTyped: Typed = { text: '', atMs: 0 };

/** One more key. `code` is what was scanned when the key is Enter and what came before is one. Pure. */
export const typed = (
  before: Typed,
  key: string,
  atMs: number,
): { readonly typed: Typed; readonly code: string | null } => {
  const text = atMs - before.atMs > scannerPauseMs ? '' : before.text;
  if (key === 'Enter') return { typed: nothingTyped, code: codePattern.test(text) ? text : null };
  if (key.length !== 1) return { typed: { text, atMs }, code: null };
  return { typed: { text: `${text}${key}`.slice(-64), atMs }, code: null };
};
