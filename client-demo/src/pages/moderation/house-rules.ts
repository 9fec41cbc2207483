import type { RoomRulesView } from '#protocol/room-views.ts';

/** The house rules as a moderator sees and sets them. */
export interface HouseRules {
  readonly access: RoomRulesView['access'];
  readonly slowModeMs: number;
  readonly newcomerWaitMs: number;
  readonly allowsLinks: boolean;
  readonly filterAction: 'hold' | 'refuse';
  readonly blockedWords: readonly string[];
}

export const ruleNames = [
  'access',
  'slowModeMs',
  'newcomerWaitMs',
  'allowsLinks',
  'filterAction',
  'blockedWords',
] as const satisfies readonly (keyof HouseRules)[];
export type RuleName = (typeof ruleNames)[number];

/** The crew receives all of them; what is missing has its default. Pure. */
export const houseRulesOf = (view: RoomRulesView): HouseRules => ({
  access: view.access,
  slowModeMs: view.slowModeMs,
  newcomerWaitMs: view.newcomerWaitMs,
  allowsLinks: view.allowsLinks,
  filterAction: view.filterAction ?? 'hold',
  blockedWords: view.blockedWords ?? [],
});

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Names of the rules in which two sets differ. Pure. */
export const changedRules = (before: HouseRules, after: HouseRules): readonly RuleName[] =>
  ruleNames.filter((name) => !isSame(before[name], after[name]));

/**
 * What another moderator changed while our own change of `mine` was on its way, and ours, made from an older
 * copy of all rules, then undid: to be set again, so that nobody's change is lost. Pure.
 *
 * @param seen every set of rules the server told us of meanwhile, in order
 */
export const overtakenRules = (
  sentFrom: HouseRules,
  mine: RuleName,
  seen: readonly HouseRules[],
): Partial<HouseRules> => {
  const last = seen.at(-1);
  if (last === undefined) return {};
  const lost: [string, unknown][] = [];
  for (const name of ruleNames) {
    if (name === mine || !isSame(last[name], sentFrom[name])) continue;
    const theirs = seen.findLast((rules) => !isSame(rules[name], sentFrom[name]));
    if (theirs !== undefined) lost.push([name, theirs[name]]);
  }
  // Each pair is a rule's name and a value of that rule.
  return Object.fromEntries(lost);
};

/** The server keeps words of 2 to 40 characters, 200 at most (protocol/methods/room.ts). */
export const wordLimits = { shortest: 2, longest: 40, count: 200 } as const;

/** The words of a typed or pasted list that are new and fit, in lower case. Pure. */
export const newWords = (typed: string, present: readonly string[]): readonly string[] => {
  const known = new Set(present);
  const words: string[] = [];
  for (const part of typed.split(/[,;\n،؛]/u)) {
    const word = part.normalize('NFC').trim().toLocaleLowerCase();
    if (word.length < wordLimits.shortest || word.length > wordLimits.longest || known.has(word)) continue;
    known.add(word);
    words.push(word);
  }
  return words.slice(0, Math.max(0, wordLimits.count - present.length));
};
