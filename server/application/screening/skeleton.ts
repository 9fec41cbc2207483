import unhomoglyph from 'unhomoglyph';

/** Digits and signs that stand for letters; `i`, `l`, `1` and `|` are one, because their capitals and smalls cross. */
const standIns: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'l',
  '|': 'l',
  i: 'l',
};
const standIn = /[0134578@$!|i]/g;

/**
 * What a text looks like at a glance: two that a reader could take for one another share a skeleton. Folds the
 * confusables of Unicode (UTS 39), case, width, marks, digits for letters; words stay apart by single spaces. Two of
 * them, because some letters are confusable as capitals only (Greek H) and others as small ones (Greek v).
 */
export function skeletonsOf(text: string): readonly string[] {
  // Accents of Latin, Greek and Cyrillic go; vowel signs of other scripts make the word.
  const folded = text.normalize('NFKD').replace(/[\u0300-\u036F\p{Cf}]/gu, '');
  return [...new Set([skeletonOf(folded), skeletonOf(folded.toLowerCase())])];
}

const skeletonOf = (folded: string): string =>
  unhomoglyph(folded)
    .normalize('NFKC')
    .toLowerCase()
    .replace(standIn, (sign) => standIns[sign] ?? sign)
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
