import { createHash } from 'node:crypto';
import type { Flag, RoomRules, Screening } from '#domain/room/room.ts';
import { hasBlockedWord } from './blocked-words.ts';
import { cleanText } from './clean-text.ts';
import { hasLink } from './links.ts';
import { isProfane } from './profanity.ts';

/** Looks at texts before anything is decided about them. */
export interface Screener {
  /** Some 2 ms at most, whatever the text. */
  screen(text: string, rules: Pick<RoomRules, 'blockedWords'>): Screening;
}

/** Shorter ones are names, sizes and joy. */
const leastShoutedLetters = 10;
/** A few small letters make no whisper of it. */
const shoutedShare = 0.8;

/** The screening of a server: cleans, and flags by lists and rules that ship with it and by the room's own words. */
export const createScreener = (): Screener => ({
  screen(raw, { blockedWords }) {
    const text = cleanText(raw);
    const checks: readonly (readonly [Flag, boolean])[] = [
      ['profanity', isProfane(text)],
      ['blocked-word', hasBlockedWord(text, blockedWords)],
      ['link', hasLink(text)],
      ['shouting', isShouting(text)],
    ];
    const flags = checks.filter(([, applies]) => applies).map(([flag]) => flag);
    return { text, flags, textDigest: digestOf(text) };
  },
});

function isShouting(text: string): boolean {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  const smalls = text.match(/\p{Ll}/gu)?.length ?? 0;
  return capitals + smalls >= leastShoutedLetters && capitals >= shoutedShare * (capitals + smalls);
}

/** The same for texts that differ in case, width, signs, gaps and drawn-out letters only; of emoji, all of them count. */
function digestOf(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase();
  const letters = folded.replace(/[^\p{L}\p{M}\p{N}]+/gu, '').replace(/(.)\1{2,}/gsu, '$1$1');
  const essence = letters === '' ? folded : letters;
  // 96 bits: two texts of one writer within half a minute never meet by chance.
  return createHash('sha256').update(essence).digest('base64url').slice(0, 16);
}
