import type { RoomRulesView } from '#protocol/room-views.ts';
import type { MethodParams } from '../../live/methods.ts';

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

/** What one act of a moderator sets: one rule, or words of the list. */
export type RuleChanges = MethodParams<'room.set-rules'>['changes'];

/** The rule that such a change is about. Pure. */
export const ruleOf = (changes: RuleChanges): RuleName =>
  ruleNames.find((name) => name in changes) ?? 'blockedWords';

/** The rules after a change, as the server makes them (domain/room/decide-blocks.ts). Pure. */
export const withChanges = (rules: HouseRules, changes: RuleChanges): HouseRules => {
  const { addWords = [], removeWords = [], ...plain } = changes;
  const kept = rules.blockedWords.filter((word) => !removeWords.includes(word));
  return { ...rules, ...plain, blockedWords: [...new Set([...kept, ...addWords])] };
};

/** Whether rules are so already as a change wants them. Pure. */
export const doHold = (rules: HouseRules, changes: RuleChanges): boolean =>
  changedRules(rules, withChanges(rules, changes)).length === 0;

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
