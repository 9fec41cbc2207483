import { spoken } from './language.ts';
import { regionalTag } from './time.ts';

/** As much as the shop takes for one thing (domain/money/money.ts). */
const maximumAmountMinor = 100_000_000_00;

const localeOf = (): string => regionalTag(spoken.value.language, navigator.languages);

const formats = new Map<string, Intl.NumberFormat>();

const formatOf = (locale: string, currency: string, isShort: boolean): Intl.NumberFormat => {
  const id = `${locale} ${currency} ${isShort}`;
  const made =
    formats.get(id) ??
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      ...(isShort && { trailingZeroDisplay: 'stripIfInteger' }),
    });
  formats.set(id, made);
  return made;
};

/** Digits after the point: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, as Intl knows it). */
export const fractionDigitsOf = (currency: string): number =>
  formatOf('en', currency, false).resolvedOptions().maximumFractionDigits ?? 2;

/** Minor units as the language writes money: `€12.50`, `12,50 €`. `isShort`: whole amounts without their zeros. */
export const formatMoney = (amountMinor: number, currency: string, { isShort = false } = {}): string =>
  formatOf(localeOf(), currency, isShort).format(amountMinor / 10 ** fractionDigitsOf(currency));

const decimalPointOf = (locale: string): string =>
  new Intl.NumberFormat(locale).formatToParts(1.1).find(({ type }) => type === 'decimal')?.value ?? '.';

/** Digits alone, for a field that `parseMoney` reads again: `12.50`, in German `12,50`. */
export const plainMoney = (amountMinor: number, currency: string): string => {
  const digits = fractionDigitsOf(currency);
  const plain = (amountMinor / 10 ** digits).toFixed(digits);
  return plain.replace('.', decimalPointOf(localeOf()) === ',' ? ',' : '.');
};

/** Arabic-Indic and Persian digits to the ones that computers read. */
const latinDigits = (text: string): string =>
  text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));

/** Spaces, marks of direction and apostrophes say nothing; nor does the currency before or behind the digits. */
const bare = (text: string): string =>
  latinDigits(text)
    .replace(/٫/g, ',')
    .replace(/[٬'’\s\u200e\u200f\u061c]/g, '')
    .replace(/^[\p{L}\p{Sc}]+\.?|[\p{L}\p{Sc}]+\.?$/gu, '');

/**
 * What somebody typed, in minor units; null where it is no amount of this currency. Pure but for the language. A `.` or
 * `,` with at most as many digits behind it as the currency has is the point, whatever the language: nobody who types
 * `12.50` means twelve hundred. Marks between thousands stand before three digits and are not the language's own point,
 * unless there are several of them.
 */
export const parseMoney = (text: string, currency: string): number | null => {
  const digits = fractionDigitsOf(currency);
  const match = /^(?<whole>[\d.,]*?)(?:(?<point>[.,])(?<fraction>\d*))?$/.exec(bare(text));
  if (match === null || !/\d/.test(match[0])) return null;
  let { whole = '', fraction = '' } = match.groups ?? {};
  const point = match.groups?.['point'];
  const isGroup = point !== decimalPointOf(localeOf()) || whole.includes(point);
  if (fraction.length > digits && fraction.length === 3 && isGroup) {
    whole += `${point}${fraction}`;
    fraction = '';
  }
  const isWhole = /^(\d*|\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+)$/.test(whole);
  if (!isWhole || fraction.length > digits) return null;
  const amountMinor = Number(whole.replace(/[.,]/g, '') + fraction.padEnd(digits, '0'));
  return amountMinor <= maximumAmountMinor ? amountMinor : null;
};
