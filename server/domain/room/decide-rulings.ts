import { accepted, assertNever, rejected } from '../decision.ts';
import type { PersonId, RulingId } from '../ids.ts';
import type { RoomCommand, RoomContext, RoomDecision } from './commands.ts';
import { isInForce, messageById } from './selectors.ts';
import { defaultTimeoutMs, maximumRestrictions, type RoomMessage, type RoomState } from './state.ts';

type Undo = Extract<RoomCommand, { readonly type: 'undo-ruling' }>;
type Restrict = Extract<RoomCommand, { readonly type: 'restrict-person' }>;
type Rule = Extract<RoomCommand, { readonly type: 'delete-message' | 'delete-messages-of' }> | Restrict;

/** Acts against somebody, and taking them back. */
export function decideRulings(command: Rule | Undo, state: RoomState, context: RoomContext): RoomDecision {
  if (command.type === 'undo-ruling') return undo(command.rulingId, state);
  if (isKnown(state, command.rulingId)) return rejected('ruling-exists');
  switch (command.type) {
    case 'delete-message': {
      const { rulingId, messageId, reason } = command;
      const message = messageById(state, messageId);
      if (!message) return rejected('message-not-found');
      if (message.status === 'removed') return rejected('room-unchanged');
      const { authorId: personId } = message;
      const messageIds = [messageId];
      return accepted({
        type: 'messages-deleted',
        kind: 'delete-message',
        rulingId,
        personId,
        messageIds,
        reason,
      });
    }
    case 'delete-messages-of': {
      const { rulingId, personId, reason } = command;
      const messages = messagesOf(state, personId);
      if (messages.every(({ status }) => status === 'removed')) return rejected('room-unchanged');
      const messageIds = messages.map(({ messageId }) => messageId);
      return accepted({
        type: 'messages-deleted',
        kind: 'delete-messages',
        rulingId,
        personId,
        messageIds,
        reason,
      });
    }
    case 'restrict-person':
      return restrict(command, state, context);
    default:
      return assertNever(command);
  }
}

function restrict(
  command: Restrict,
  state: RoomState,
  { actor, nowMs, briefing }: RoomContext,
): RoomDecision {
  const { rulingId, personId, kind, reason, removesMessages } = command;
  if (personId === actor || briefing.targetIsCrew) return rejected('person-protected');
  const others = state.restrictions.filter((one) => one.personId !== personId && isInForce(one, nowMs));
  if (others.length >= maximumRestrictions) {
    return rejected('room-limit-reached', { limit: maximumRestrictions });
  }
  const durationMs = command.durationMs ?? (kind === 'timeout' ? defaultTimeoutMs : null);
  const untilMs = durationMs === null ? null : nowMs + durationMs;
  const messageIds = removesMessages ? messagesOf(state, personId).map(({ messageId }) => messageId) : [];
  return accepted({ type: 'person-restricted', rulingId, kind, personId, untilMs, messageIds, reason });
}

function undo(rulingId: RulingId, state: RoomState): RoomDecision {
  const ruling = state.rulings.find((candidate) => candidate.rulingId === rulingId);
  if (ruling?.undone) return rejected('ruling-undone');
  return isKnown(state, rulingId)
    ? accepted({ type: 'ruling-undone', rulingId })
    : rejected('ruling-not-found');
}

/** A ruling that fell out of the audit trail still works on what it bound and removed, and can be undone. */
const isKnown = ({ rulings, restrictions, messages }: RoomState, rulingId: RulingId): boolean =>
  [rulings, restrictions, messages].some((list) => list.some((one) => one.rulingId === rulingId));

/** Removed ones too: the new ruling covers them as well, should the one that removed them be undone. */
const messagesOf = ({ messages }: RoomState, personId: PersonId): readonly RoomMessage[] =>
  messages.filter(({ authorId }) => authorId === personId);
