import { DataSet, englishDataset, englishRecommendedTransformers, pattern, RegExpMatcher } from 'obscenity';

/** Words of other meaning that the English list takes for its own: German (thick, ace), Italian, food, art, latin. */
const harmless = [
  'das ass',
  'ein ass',
  'asse',
  'cum laude',
  'cumin',
  'fagott',
  'hancock',
  'kikeriki',
  'penisola',
  'sex appeal',
  'shiitake',
  'vandyke',
  'wankel',
];
/** German for thick: of a coat that is praise. The insults made of it are listed anew. */
const removedWord = 'dick';

const dataset = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(({ metadata }) => metadata?.originalWord === removedWord)
  .addPhrase((phrase) =>
    harmless.reduce(
      (built, term) => built.addWhitelistedTerm(term),
      phrase
        .setMetadata({ originalWord: 'dickhead' })
        .addPattern(pattern`dickhead`)
        .addPattern(pattern`suck my dick`),
    ),
  );

const matcher = new RegExpMatcher({ ...dataset.build(), ...englishRecommendedTransformers });

/** Letters set apart by signs or spaces: `f u c k`, `f.u.c.k`. */
const spelled = /(?<![\p{L}\p{N}])\p{L}(?:[\s.,*_-]{1,3}\p{L}){2,}(?![\p{L}\p{N}])/gu;

/** Whether a cleaned text has a word of the shipped list, also spelled with confusables, digits or gaps. */
export function isProfane(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/\p{Cf}/gu, '');
  if (matcher.hasMatch(plain)) return true;
  return (plain.match(spelled) ?? []).some((letters) => matcher.hasMatch(letters.replace(/[^\p{L}]/gu, '')));
}
