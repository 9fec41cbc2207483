import type { Test } from 'tap';
import type { Rejection } from '#domain/decision.ts';
import type { MessageId, PersonId, RulingId, ShowId } from '#domain/ids.ts';
import {
  decideRoom,
  evolveRoom,
  initialRoomState,
  type RoomBriefing,
  type RoomCommand,
  type RoomEvent,
  type RoomRules,
  type RoomState,
  defaultRoomRules,
} from '#domain/room/room.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const showId = 'show-0001' as ShowId;
export const personIdOf = (name: string): PersonId => `person-${name}` as PersonId;
export const messageIdOf = (name: string): MessageId => `message-${name}` as MessageId;
export const rulingIdOf = (name: string): RulingId => `ruling-${name}` as RulingId;

export const ada = personIdOf('ada');
export const bob = personIdOf('bob');
export const mod = personIdOf('mod');

/** When the past of an example happened, unless it says otherwise, and when its command comes. */
export const pastMs = 1_000_000;
export const nowMs = 2_000_000;

export interface Happening {
  readonly event: RoomEvent;
  readonly actorId: PersonId;
  readonly atMs: number;
}

export const by = (actorId: PersonId, event: RoomEvent, atMs = pastMs): Happening => ({
  event,
  actorId,
  atMs,
});

export const briefing = (parts: Partial<RoomBriefing> & { readonly text?: string } = {}): RoomBriefing => {
  const { text = 'hello', ...rest } = parts;
  const screening = { text, flags: [], textDigest: `digest of ${text}` };
  const nobody = { targetIsCrew: false, mentionedModeratorIds: [] };
  return { standing: 'public', isKnown: false, sinceMs: 0, ...nobody, screening, ...rest };
};

export const asModerator = briefing({ standing: 'moderator' });

export const replay = (past: readonly Happening[], from: RoomState = initialRoomState): RoomState =>
  past.reduce(evolveRoom, from);

interface Circumstances {
  readonly by: PersonId;
  readonly nowMs?: number;
  readonly briefing?: RoomBriefing;
}

/** `given(t, ...happenings).when(command, { by }).then(...events)` or `.refused(code, details)`. */
export function given(t: Test, ...past: readonly Happening[]) {
  const state = replay(past);
  return {
    state,
    when(
      command: RoomCommand,
      { by: actor, nowMs: atMs = nowMs, briefing: brief = briefing() }: Circumstances,
    ) {
      const decision = decideRoom(command, state, { nowMs: atMs, actor, briefing: brief });
      return {
        then: (...events: readonly RoomEvent[]) => t.same(decision, { outcome: 'accepted', events }),
        /** For what only some fields of the first event matter. */
        thenLike(event: Partial<RoomEvent>) {
          const [first] = decision.outcome === 'accepted' ? decision.events : [];
          const named = Object.entries(first ?? {}).filter(([field]) => field in event);
          t.same(Object.fromEntries(named), event);
        },
        refused: (code: string, details?: Rejection['details']) =>
          t.same(decision, {
            outcome: 'rejected',
            rejection: details === undefined ? { code } : { code, details },
          }),
      };
    },
  };
}

type Sent = Extract<RoomEvent, { type: 'message-sent' }>;
type Send = Extract<RoomCommand, { type: 'send-message' }>;

export const sent = (name: string, parts: Partial<Sent> = {}): Sent => ({
  type: 'message-sent',
  messageId: messageIdOf(name),
  isCrew: false,
  kind: 'message',
  audience: 'room',
  text: name,
  textDigest: `digest of ${name}`,
  replyToId: null,
  mentionIds: [],
  flags: [],
  status: 'shown',
  ...parts,
});
export const send = (name: string, parts: Partial<Send> = {}): Send => ({
  type: 'send-message',
  showId,
  messageId: messageIdOf(name),
  text: 'hello',
  replyToId: null,
  mentionIds: [],
  audience: 'room',
  ...parts,
});
export const deleted = (ruling: string, personId: PersonId, ...names: readonly string[]): RoomEvent => ({
  type: 'messages-deleted',
  kind: names.length === 1 ? 'delete-message' : 'delete-messages',
  rulingId: rulingIdOf(ruling),
  personId,
  messageIds: names.map(messageIdOf),
  reason: '',
});

type Restricted = Extract<RoomEvent, { type: 'person-restricted' }>;
export const restricted = (
  ruling: string,
  kind: Restricted['kind'],
  personId: PersonId,
  parts: Partial<Restricted> = {},
): Restricted => ({
  type: 'person-restricted',
  rulingId: rulingIdOf(ruling),
  kind,
  personId,
  untilMs: null,
  messageIds: [],
  reason: '',
  ...parts,
});
export const undone = (ruling: string): RoomEvent => ({
  type: 'ruling-undone',
  rulingId: rulingIdOf(ruling),
});
export const rules = (parts: Partial<RoomRules>): RoomEvent => ({
  type: 'rules-set',
  rules: { ...defaultRoomRules, ...parts },
});
export const pinned = (name: string, untilMs: number | null = null): RoomEvent => ({
  type: 'message-pinned',
  messageId: messageIdOf(name),
  untilMs,
});
