import { Refusal } from '#protocol/errors.ts';

/** ITU-T E.164: at most 15 digits, the first of them not 0; fewer than 7 reach nobody. */
const e164 = /^\+[1-9]\d{6,14}$/;
/** What people write between digits, the digits of Arabic and Persian keyboards aside. */
const separators = /[\s()./\u00a0\u2010-\u2015\u202f-]+/gu;
const nationalDigits = /[\u0660-\u0669\u06f0-\u06f9]/gu;

/** A number with its country code as E.164; refuses others with `phone-invalid`. */
export function parsePhone(text: string): string {
  const digits = text.replace(nationalDigits, (digit) => String((digit.codePointAt(0) ?? 0) % 16));
  const number = digits.replace(separators, '').replace(/^00/, '+');
  if (!e164.test(number)) throw new Refusal('phone-invalid');
  return number;
}
