import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { changedRules, overtakenRules, ruleNames, type HouseRules, type RuleName } from './house-rules.ts';

/** How one rule stands: as the server has it, on its way, just confirmed, refused, or changed by somebody else. */
export type RuleState =
  | { readonly status: 'settled' }
  | { readonly status: 'pending'; readonly value: unknown }
  | { readonly status: 'confirmed'; readonly value: unknown }
  | { readonly status: 'refused'; readonly error: CallError }
  | { readonly status: 'elsewhere' };

export interface RulesDesk {
  readonly states: ReadonlySignal<Readonly<Partial<Record<RuleName, RuleState>>>>;
  /** The server's rules, whenever they may have changed. */
  told(rules: HouseRules): void;
  /** Sets one rule; the others stay as the server has them. */
  set<Name extends RuleName>(name: Name, value: HouseRules[Name]): void;
  close(): void;
}

/** How long "saved" and "changed elsewhere" stay: long enough to be read, short enough not to be old news. */
const noteMs = 6000;

/** A push follows its answer within the tick of the server; a slow phone network adds less than this. */
const settleMs = 3000;

interface Flight {
  readonly name: RuleName;
  readonly value: HouseRules[RuleName];
  readonly sentFrom: HouseRules;
  /** Every set of rules the server told of since. */
  readonly seen: HouseRules[];
  isAnswered: boolean;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const hasShown = ({ seen, name, value }: Flight): boolean => seen.some((rules) => isSame(rules[name], value));

/**
 * Sets rules one after the other, each on top of what the server has. A change of somebody else that crossed ours
 * is set again; on one and the same rule the later one holds, and the page says so.
 */
export const createRulesDesk = (socket: Pick<LiveSocket, 'request'>, showId: string): RulesDesk => {
  const states = signal<Readonly<Partial<Record<RuleName, RuleState>>>>({});
  const timers = new Map<RuleName, ReturnType<typeof setTimeout>>();
  const waiting: { name: RuleName; value: HouseRules[RuleName] }[] = [];
  let latest: HouseRules | undefined;
  let flight: Flight | undefined;

  const mark = (name: RuleName, state: RuleState) => {
    clearTimeout(timers.get(name));
    states.value = { ...states.peek(), [name]: state };
    if (state.status !== 'confirmed' && state.status !== 'elsewhere') return;
    const settle = () => mark(name, { status: 'settled' });
    timers.set(name, setTimeout(settle, noteMs));
  };
  const land = (landed: Flight) => {
    const { name, value, sentFrom, seen } = landed;
    flight = undefined;
    const theirs = overtakenRules(sentFrom, name, seen);
    for (const lost of ruleNames) {
      const again = theirs[lost];
      if (again !== undefined) enqueue(lost, again);
    }
    const last = seen.at(-1);
    const isMine = last === undefined || isSame(last[name], value);
    mark(name, isMine ? { status: 'confirmed', value } : { status: 'elsewhere' });
    void next();
  };
  const next = async () => {
    if (flight !== undefined || latest === undefined) return;
    const change = waiting.shift();
    if (change === undefined) return;
    const mine: Flight = { ...change, sentFrom: latest, seen: [], isAnswered: false };
    flight = mine;
    const rules = { ...latest, [change.name]: change.value };
    const params = { ...rules, blockedWords: [...rules.blockedWords] };
    const outcome = await socket.request('room.set-rules', { commandId: freshId(), showId, rules: params });
    mine.isAnswered = true;
    // The push with our change may be ahead of the answer or behind it; only with both is the picture whole.
    if (outcome.ok) {
      if (hasShown(mine)) return land(mine);
      // Two changes in one push show only the later: then ours is never seen by itself.
      timers.set(
        change.name,
        setTimeout(() => flight === mine && land(mine), settleMs),
      );
      return;
    }
    // Set so already, by somebody faster: what was wanted is so.
    if (outcome.error.code === 'room-unchanged') return land(mine);
    flight = undefined;
    mark(change.name, { status: 'refused', error: outcome.error });
    void next();
  };
  const enqueue = (name: RuleName, value: HouseRules[RuleName]) => {
    const replaced = waiting.findIndex((change) => change.name === name);
    if (replaced !== -1) waiting.splice(replaced, 1);
    waiting.push({ name, value });
    mark(name, { status: 'pending', value });
    void next();
  };
  const isOurs = (name: RuleName, rules: HouseRules): boolean => {
    if (flight?.name === name || waiting.some((change) => change.name === name)) return true;
    const state = states.peek()[name];
    return state?.status === 'confirmed' && isSame(state.value, rules[name]);
  };
  return {
    states,
    told: (rules) => {
      const before = latest;
      latest = rules;
      if (before === undefined) return;
      const changed = changedRules(before, rules);
      for (const name of changed) {
        const state = states.peek()[name];
        // One act sets one rule: of several that change at once, ours was undone by accident, from an older copy.
        if (changed.length > 1 && state?.status === 'confirmed' && !isSame(state.value, rules[name])) {
          // What was confirmed of a rule is a value of that rule.
          enqueue(name, state.value as HouseRules[RuleName]);
        } else if (!isOurs(name, rules)) mark(name, { status: 'elsewhere' });
      }
      if (flight === undefined) return;
      flight.seen.push(rules);
      if (flight.isAnswered && hasShown(flight)) land(flight);
    },
    set: enqueue,
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};

/** The rules of a room for as long as the calling component is mounted. */
export const useHouseRules = (socket: LiveSocket, showId: string, rules: HouseRules): RulesDesk => {
  const desk = useMemo(() => createRulesDesk(socket, showId), [socket, showId]);
  useEffect(() => desk.told(rules), [desk, JSON.stringify(rules)]);
  useEffect(() => () => desk.close(), [desk]);
  return desk;
};
