/** Somebody who can be mentioned. */
export interface Mentionable {
  readonly personId: string;
  readonly name: string;
}

/** An `@` that is being written: where it starts and what follows it. */
export interface MentionQuery {
  readonly from: number;
  readonly to: number;
  readonly typed: string;
}

/** The most that a message may mention (protocol/methods/room.ts). */
const maximumMentions = 5;
const maximumSuggestions = 6;
/** A name has at most 40 characters, with spaces between its words. */
const longestTyped = 40;

/** The mention at the caret, if one is being written: an `@` at the start or after a space. Pure. */
export const mentionQueryAt = (text: string, caret: number): MentionQuery | null => {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from === -1 || (from > 0 && !/\s/u.test(before.charAt(from - 1)))) return null;
  const typed = before.slice(from + 1);
  if (typed.length > longestTyped || /[\n@]/u.test(typed) || /^\s/u.test(typed)) return null;
  return { from, to: caret, typed };
};

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Who could be meant, the best first: names that begin so, then names with a word that does. Pure. */
export const suggestMentions = (people: readonly Mentionable[], typed: string): readonly Mentionable[] => {
  const wanted = folded(typed);
  const rank = ({ name }: Mentionable): number => {
    const own = folded(name);
    if (own.startsWith(wanted)) return 0;
    return own.split(/\s+/u).some((word) => word.startsWith(wanted)) ? 1 : 2;
  };
  return people
    .map((person) => ({ person, order: rank(person) }))
    .filter(({ order }) => order < 2)
    .toSorted((a, b) => a.order - b.order)
    .slice(0, maximumSuggestions)
    .map(({ person }) => person);
};

/** The text with the mention written out, and where the caret goes. Pure. */
export const completeMention = (
  text: string,
  query: MentionQuery,
  name: string,
): { readonly text: string; readonly caret: number } => {
  const head = `${text.slice(0, query.from)}@${name} `;
  return { text: head + text.slice(query.to).replace(/^ /u, ''), caret: head.length };
};

/** Who of the chosen people is still named in the text. Pure. */
export const mentionedIn = (text: string, chosen: readonly Mentionable[]): readonly string[] =>
  [...new Set(chosen.filter(({ name }) => text.includes(`@${name}`)).map(({ personId }) => personId))].slice(
    0,
    maximumMentions,
  );
