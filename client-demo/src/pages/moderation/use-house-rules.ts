import { signal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';
import {
  changedRules,
  doHold,
  ruleOf,
  type HouseRules,
  type RuleChanges,
  type RuleName,
} from './house-rules.ts';

/** How one rule stands: as the server has it, on its way, just confirmed, refused, or changed by somebody else. */
export type RuleState =
  | { readonly status: 'settled' | 'pending' | 'elsewhere' }
  | { readonly status: 'confirmed'; readonly changes: RuleChanges }
  | { readonly status: 'refused'; readonly error: CallError };

export interface RulesDesk {
  readonly states: ReadonlySignal<Readonly<Partial<Record<RuleName, RuleState>>>>;
  /** Changes that the server's rules do not show yet, in the order they go. */
  readonly onTheirWay: ReadonlySignal<readonly RuleChanges[]>;
  /** The server's rules, whenever they may have changed. */
  told(rules: HouseRules): void;
  set(changes: RuleChanges): void;
  close(): void;
}

/** How long "saved" and "changed elsewhere" stay: long enough to be read, short enough not to be old news. */
const noteMs = 6000;

/** A push follows its answer within the tick of the server; a slow phone network adds less than this. */
const settleMs = 3000;

/** Notes on rules; those that are news go by themselves. */
const createNotes = () => {
  const states = signal<Readonly<Partial<Record<RuleName, RuleState>>>>({});
  const timers = new Map<RuleName, ReturnType<typeof setTimeout>>();
  const mark = (name: RuleName, state: RuleState): void => {
    clearTimeout(timers.get(name));
    states.value = { ...states.peek(), [name]: state };
    if (state.status !== 'confirmed' && state.status !== 'elsewhere') return;
    const settle = () => mark(name, { status: 'settled' });
    timers.set(name, setTimeout(settle, noteMs));
  };
  const close = () => {
    for (const timer of timers.values()) clearTimeout(timer);
  };
  return { states, mark, close };
};

/** Sends each change by itself, one after the other, and says of each rule how it stands. */
export const createRulesDesk = (socket: Pick<LiveSocket, 'request'>, showId: string): RulesDesk => {
  const { states, mark, close: closeNotes } = createNotes();
  const onTheirWay = signal<readonly RuleChanges[]>([]);
  const answered = new Map<RuleChanges, ReturnType<typeof setTimeout>>();
  const shown = new Set<RuleChanges>();
  let latest: HouseRules | undefined;
  let turn: Promise<void> = Promise.resolve();

  const isOnItsWay = (name: RuleName) => onTheirWay.peek().some((changes) => ruleOf(changes) === name);
  const leave = (changes: RuleChanges) => {
    clearTimeout(answered.get(changes));
    answered.delete(changes);
    shown.delete(changes);
    onTheirWay.value = onTheirWay.peek().filter((other) => other !== changes);
  };
  const land = (changes: RuleChanges, state?: RuleState) => {
    leave(changes);
    const name = ruleOf(changes);
    if (isOnItsWay(name)) return;
    const isMine = latest === undefined || doHold(latest, changes);
    mark(name, state ?? (isMine ? { status: 'confirmed', changes } : { status: 'elsewhere' }));
  };
  const send = async (changes: RuleChanges) => {
    const isWanted = () => onTheirWay.peek().includes(changes);
    if (!isWanted()) return;
    const outcome = await socket.request('room.set-rules', { commandId: freshId(), showId, changes });
    if (!isWanted()) return;
    // Set so already, by somebody faster: what was wanted is so.
    const isSet = outcome.ok || outcome.error.code === 'room-unchanged';
    if (!isSet) return land(changes, { status: 'refused', error: outcome.error });
    if (!outcome.ok || shown.has(changes)) return land(changes);
    // The push is behind the answer; of two changes in one push the earlier is never seen by itself.
    answered.set(
      changes,
      setTimeout(() => land(changes), settleMs),
    );
  };
  return {
    states,
    onTheirWay,
    told: (rules) => {
      const before = latest;
      latest = rules;
      for (const changes of onTheirWay.peek()) {
        if (!doHold(rules, changes)) continue;
        shown.add(changes);
        if (answered.has(changes)) land(changes);
      }
      for (const name of before === undefined ? [] : changedRules(before, rules)) {
        const state = states.peek()[name];
        const isOurs = state?.status === 'confirmed' && doHold(rules, state.changes);
        if (!isOurs && !isOnItsWay(name)) mark(name, { status: 'elsewhere' });
      }
    },
    set: (changes) => {
      const name = ruleOf(changes);
      // Only the last wish for one rule counts; words are each a wish of their own.
      const replaced = onTheirWay.peek().filter((other) => ruleOf(other) === name && name !== 'blockedWords');
      for (const other of replaced) leave(other);
      onTheirWay.value = [...onTheirWay.peek(), changes];
      mark(name, { status: 'pending' });
      turn = turn.then(() => send(changes));
    },
    close: () => {
      closeNotes();
      for (const changes of onTheirWay.peek()) leave(changes);
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
