import { skeletonsOf } from './skeleton.ts';

/** Scripts that write without spaces, so that a word has no edge to look for. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const plainOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Cf}/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const finders = new WeakMap<readonly string[], (text: string) => boolean>();

/** Whether a cleaned text has one of the room's own words, as it is written or as it looks. Whole words only. */
export function hasBlockedWord(text: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  // The list of a room is replaced, never changed.
  const finder = finders.get(words) ?? finderOf(words);
  finders.set(words, finder);
  return finder(text);
}

function finderOf(words: readonly string[]): (text: string) => boolean {
  const plain = wanted(words.map(plainOf));
  const skeletons = wanted(words.flatMap(skeletonsOf));
  return (text) => has(plainOf(text), plain) || skeletonsOf(text).some((look) => has(look, skeletons));
}

const wanted = (words: readonly string[]) =>
  words
    .filter((word) => word !== '')
    .map((word) => ({ part: word, whole: ` ${word} `, isUnspaced: unspaced.test(word) }));

const has = (text: string, words: ReturnType<typeof wanted>): boolean =>
  words.some(({ part, whole, isUnspaced }) =>
    isUnspaced ? text.includes(part) : ` ${text} `.includes(whole),
  );
