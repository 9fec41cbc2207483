/** Beyond what the schema lets in; only there so that no other caller makes the work unbounded. */
const maximumCodeUnits = 2_000;
/** What living scripts stack at most (Hebrew with points and accents, Tibetan); more is a tower. */
const maximumMarksInARow = 4;

/** Scripts whose letters change their form by joiners (Unicode 16, section 23.2), where removing one changes the word. */
const joiningLetter = [
  'Arabic',
  'Syriac',
  'Mongolian',
  'Nko',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Khmer',
  'Myanmar',
  'Tibetan',
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('');

/** England, Scotland, Wales: the only use of tag characters (UTS 51, section 2.8). */
const flagOfTags = '\\u{1F3F4}[\\u{E0020}-\\u{E007E}]{1,7}\\u{E007F}';
const joiner = `(?<=[${joiningLetter}])[\\u200C\\u200D]`;
const emojiJoiner =
  '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})';
const emojiStyle = '(?<=\\p{Emoji})[\\uFE0E\\uFE0F]';
const ideographVariant = '(?<=\\p{Script=Han})[\\u{E0100}-\\u{E01EF}]';
const kept = [flagOfTags, joiner, emojiJoiner, emojiStyle, ideographVariant].join('|');

/**
 * Format characters (bidi controls, zero widths, tags, soft hyphen), letters without ink (Hangul fillers, the Braille
 * blank), variation selectors, controls, private use and what no version of Unicode has yet, unless it will be an emoji.
 */
const unseen =
  '\\p{Cf}|\\p{Cc}|\\p{Co}|\\p{Cs}|(?!\\p{Extended_Pictographic})\\p{Cn}|[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164\\uFFA0\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]';

const keptOrUnseen = new RegExp(`(${kept})|${unseen}`, 'gu');
const marks = new RegExp(`(\\p{M}{${maximumMarksInARow}})\\p{M}+`, 'gu');
/** Not `\s`, which takes in the invisible U+FEFF. */
const gap = /[\p{Z}\t-\r\u0085]+/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A text as it is kept: NFC, trimmed, one line, nothing invisible, no bidi controls, no towers of marks. Joiners of
 * emoji and of the scripts that need them stay. Empty when nothing of it can be seen.
 */
export function cleanText(raw: string): string {
  let text = raw.slice(0, maximumCodeUnits);
  // What is taken away may bring together what must not stand together; each round leaves less.
  for (let before: string | undefined; text !== before;) {
    before = text;
    text = cleanedOnce(text);
  }
  return visible.test(text) ? text : '';
}

const cleanedOnce = (text: string): string =>
  text
    .normalize('NFC')
    .replace(gap, ' ')
    .replace(keptOrUnseen, (_match, keep: string | undefined) => keep ?? '')
    .replace(marks, '$1')
    .trim();
