import { accepted, assertNever, rejected } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { RoomCommand, RoomContext, RoomDecision } from './commands.ts';
import { blockedIdsOf } from './selectors.ts';
import {
  maximumBlockedWords,
  maximumBlocks,
  maximumBlocksPerPerson,
  type RoomRules,
  type RoomState,
  type RuleChanges,
} from './state.ts';

type SettingCommand = Extract<
  RoomCommand,
  { readonly type: 'set-rules' | 'block-person' | 'unblock-person' }
>;

/** The room's rules, and whom a reader no longer wants to read. */
export function decideBlocks(command: SettingCommand, state: RoomState, context: RoomContext): RoomDecision {
  switch (command.type) {
    case 'set-rules':
      return setRules(command.changes, state.rules);
    case 'block-person':
      return block(command.personId, state, context);
    case 'unblock-person':
      return blockedIdsOf(state, context.actor).includes(command.personId)
        ? accepted({ type: 'person-unblocked', personId: command.personId })
        : rejected('room-unchanged');
    default:
      return assertNever(command);
  }
}

/** The event carries the rules as they are after it, made from those that hold now and not from a client's copy. */
function setRules(changes: RuleChanges, before: RoomRules): RoomDecision {
  const { addWords = [], removeWords = [], ...plain } = changes;
  const kept = before.blockedWords.filter((word) => !removeWords.includes(word));
  const blockedWords = [...new Set([...kept, ...addWords])];
  const rules: RoomRules = { ...before, ...plain, blockedWords };
  if (areEqual(rules, before)) return rejected('room-unchanged');
  if (addWords.length > 0 && blockedWords.length > maximumBlockedWords) {
    return rejected('room-limit-reached', { limit: maximumBlockedWords });
  }
  return accepted({ type: 'rules-set', rules });
}

/** The crew cannot be blocked: their announcements are for everybody. */
function block(personId: PersonId, state: RoomState, { actor, briefing }: RoomContext): RoomDecision {
  if (personId === actor || briefing.targetIsCrew) return rejected('person-protected');
  const blocked = blockedIdsOf(state, actor);
  if (blocked.includes(personId)) return rejected('room-unchanged');
  if (blocked.length >= maximumBlocksPerPerson) {
    return rejected('room-limit-reached', { limit: maximumBlocksPerPerson });
  }
  if (state.blocks.length >= maximumBlocks) return rejected('room-limit-reached', { limit: maximumBlocks });
  return accepted({ type: 'person-blocked', personId });
}

function areEqual(one: RoomRules, other: RoomRules): boolean {
  const { blockedWords: words, ...plain } = one;
  const { blockedWords: otherWords, ...otherPlain } = other;
  const isSame = (key: keyof typeof plain) => plain[key] === otherPlain[key];
  return (
    isSame('access') &&
    isSame('slowModeMs') &&
    isSame('newcomerWaitMs') &&
    isSame('allowsLinks') &&
    isSame('filterAction') &&
    words.length === otherWords.length &&
    words.every((word, index) => word === otherWords[index])
  );
}
