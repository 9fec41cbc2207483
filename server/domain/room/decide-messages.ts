import { accepted, assertNever, rejected } from '../decision.ts';
import type { MessageId, PersonId } from '../ids.ts';
import type { RoomCommand, RoomContext, RoomDecision, Screening } from './commands.ts';
import { pinRefusal } from './decide-pins.ts';
import type { RoomEvent } from './events.ts';
import { isReadableBy, messageById, restrictionOf } from './selectors.ts';
import type { Flag, RoomMessage, RoomState } from './state.ts';
import { barred, keptOut, throttled } from './throttle.ts';

type SendMessage = Extract<RoomCommand, { readonly type: 'send-message' }>;
type Announce = Extract<RoomCommand, { readonly type: 'announce' }>;
type Sent = Extract<RoomEvent, { readonly type: 'message-sent' }>;

/** More names than anybody calls in one sentence. */
const maximumMentions = 5;
/** What the filter action is about. Shouting only brings a message before the moderators; links have a rule of their own. */
const objectionable: readonly Flag[] = ['profanity', 'blocked-word'];

/** Messages and announcements. The crew is never throttled, filtered or restricted. */
export function decideMessages(
  command: SendMessage | Announce,
  state: RoomState,
  context: RoomContext,
): RoomDecision {
  if (messageById(state, command.messageId)) return rejected('message-exists');
  const { screening } = context.briefing;
  if (screening === null || screening.text === '') return rejected('message-empty');
  switch (command.type) {
    case 'announce':
      return announce(command, screening, state, context);
    case 'send-message':
      return context.briefing.standing === 'public'
        ? sendFromPublic(command, screening, state, context)
        : sendFromCrew(command, screening, state, context);
    default:
      return assertNever(command);
  }
}

function announce(
  { messageId, pinnedForMs }: Announce,
  { text, textDigest }: Screening,
  state: RoomState,
  { nowMs, actor }: RoomContext,
): RoomDecision {
  const sent: Sent = {
    type: 'message-sent',
    messageId,
    isCrew: true,
    kind: 'announcement',
    audience: 'room',
    text,
    textDigest,
    replyToId: null,
    mentionIds: [],
    moderatorIds: [actor],
    flags: [],
    status: 'shown',
  };
  if (pinnedForMs === 0) return accepted(sent);
  const untilMs = nowMs + pinnedForMs;
  return (
    pinRefusal(state, messageId, nowMs) ??
    accepted<RoomEvent>(sent, { type: 'message-pinned', messageId, untilMs })
  );
}

function sendFromCrew(
  command: SendMessage,
  screening: Screening,
  state: RoomState,
  { actor, briefing }: RoomContext,
): RoomDecision {
  const target = replyTarget(state, command.replyToId, { personId: actor, isCrew: true });
  // What answers a staff-only message would tell of it, so it stays among the staff.
  const audience = target?.audience === 'crew' ? 'crew' : command.audience;
  const sent = sentOf(command, screening, target, moderatorsOf(command, actor, briefing));
  return accepted({ ...sent, isCrew: true, audience, flags: [], status: 'shown' });
}

function sendFromPublic(
  command: SendMessage,
  screening: Screening,
  state: RoomState,
  { actor, nowMs, briefing }: RoomContext,
): RoomDecision {
  if (command.audience === 'crew') return rejected('room-access-refused', { access: 'crew' });
  const refusal =
    barred(state, actor, nowMs) ??
    keptOut(state.rules, briefing, nowMs) ??
    throttled(state, actor, screening.textDigest, nowMs);
  if (refusal) return refusal;
  const { allowsLinks, filterAction } = state.rules;
  if (screening.flags.includes('link') && !allowsLinks) return rejected('links-refused');
  const flags = screening.flags.filter((flag) => flag !== 'link');
  const objection = flags.find((flag) => objectionable.includes(flag));
  if (objection !== undefined && filterAction === 'refuse') {
    return rejected('message-refused', { flag: objection });
  }
  const target = replyTarget(state, command.replyToId, { personId: actor, isCrew: false });
  const isShadowed = restrictionOf(state, actor, nowMs)?.kind === 'shadow';
  const status = isShadowed ? 'shadowed' : objection === undefined ? 'shown' : 'held';
  const sent = sentOf(command, screening, target, moderatorsOf(command, actor, briefing));
  return accepted({ ...sent, isCrew: false, audience: 'room', flags, status });
}

/**
 * The message that is answered, if its writer may read it. One that is gone or hidden does not stop the answer, which
 * then stands by itself: in a quick room messages fall out while one types.
 */
function replyTarget(
  state: RoomState,
  replyToId: MessageId | null,
  writer: Parameters<typeof isReadableBy>[1],
): RoomMessage | undefined {
  const target = replyToId === null ? undefined : messageById(state, replyToId);
  return target && target.status !== 'removed' && isReadableBy(target, writer) ? target : undefined;
}

const sentOf = (
  { messageId, mentionIds }: SendMessage,
  { text, textDigest }: Screening,
  target: RoomMessage | undefined,
  moderatorIds: readonly PersonId[],
) =>
  ({
    type: 'message-sent',
    messageId,
    kind: 'message',
    text,
    textDigest,
    replyToId: target?.messageId ?? null,
    mentionIds: mentionsOnce(mentionIds),
    ...(moderatorIds.length === 0 ? {} : { moderatorIds }),
  }) as const;

function moderatorsOf(
  { mentionIds }: SendMessage,
  actor: PersonId,
  { standing, mentionedModeratorIds }: RoomContext['briefing'],
): readonly PersonId[] {
  const mentioned = mentionsOnce(mentionIds).filter((personId) => mentionedModeratorIds.includes(personId));
  return standing === 'moderator' ? [...new Set([actor, ...mentioned])] : mentioned;
}

const mentionsOnce = (mentionIds: readonly PersonId[]): readonly PersonId[] =>
  [...new Set(mentionIds)].slice(0, maximumMentions);
