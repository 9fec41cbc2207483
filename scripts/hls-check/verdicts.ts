import { rules, type RuleId } from './rules.ts';

export interface Verdict {
  readonly rule: RuleId;
  /** How often it was looked at; 0: nothing to look at came by. */
  readonly checked: number;
  readonly broken: number;
  /** The first few, in words. */
  readonly examples: readonly string[];
}

const keptExamples = 3;

/** Counts what held and what did not. */
export class Verdicts {
  readonly #counts = new Map<RuleId, { checked: number; broken: number; examples: string[] }>();

  /** One look at one rule. `example` is only made when it is broken. Answers whether it held. */
  check(rule: RuleId, holds: boolean, example: () => string): boolean {
    const count = this.#count(rule);
    count.checked += 1;
    if (holds) return true;
    count.broken += 1;
    if (count.examples.length < keptExamples) count.examples.push(example());
    return false;
  }

  /** Takes breaches back that are few enough to be allowed. */
  forgive(rule: RuleId, share: number): void {
    const count = this.#count(rule);
    if (count.broken > count.checked * share) return;
    count.broken = 0;
    count.examples = [];
  }

  all(): readonly Verdict[] {
    // The keys of a table are its own; Object.keys loses that.
    return (Object.keys(rules) as RuleId[]).map((rule) => ({ rule, ...this.#count(rule) }));
  }

  #count(rule: RuleId) {
    const there = this.#counts.get(rule);
    if (there !== undefined) return there;
    const count = { checked: 0, broken: 0, examples: [] as string[] };
    this.#counts.set(rule, count);
    return count;
  }
}
