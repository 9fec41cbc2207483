import { Refusal } from '#protocol/errors.ts';

const maximumGraphemes = 40;
/** A grapheme may be stacked from any number of marks; this bounds what a name can cost to store and draw. */
const maximumCodeUnits = 240;
const maximumMarksInARow = 4;

/** Control, surrogate, private-use and unassigned characters; line breaks; bidi overrides and isolates; invisible fillers. */
const undisplayable =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u202A-\u202E\u2066-\u2069\u061C\u200B\u2060-\u2065\uFEFF\u{E0000}-\u{E007F}\u3164\u115F\u1160\uFFA0]/u;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;
const towerOfMarks = new RegExp(`\\p{M}{${maximumMarksInARow + 1}}`, 'u');
const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The name as it is kept: NFC, trimmed, single spaces, 1 to 40 graphemes of any script. Refuses with `name-invalid`. */
export function parseDisplayName(text: string): string {
  if (text.length > maximumCodeUnits) throw new Refusal('name-invalid', { maximumGraphemes });
  const name = text
    .normalize('NFC')
    .trim()
    .replace(/\p{Zs}+/gu, ' ');
  if (undisplayable.test(name) || !visible.test(name) || towerOfMarks.test(name)) {
    throw new Refusal('name-invalid');
  }
  if ([...segmenter.segment(name)].length > maximumGraphemes) {
    throw new Refusal('name-invalid', { maximumGraphemes });
  }
  return name;
}

/** For those who give none: `Guest 4821`. Four digits tell neighbours in a chat apart; they identify nobody. */
export function madeUpName(personId: string): string {
  let sum = 0;
  for (const character of personId) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9000;
  return `Guest ${1000 + sum}`;
}
