import type { Decision, DecisionContext } from '../decision.ts';
import type { MessageId, PersonId, RulingId, ShowId } from '../ids.ts';
import type { RoomEvent } from './events.ts';
import type { Flag, ReportReason, RestrictionKind, RuleChanges } from './state.ts';

interface InRoom {
  readonly showId: ShowId;
}

/** Commands in the room of one show. Ids of messages and rulings are client-made and refused for ever when repeated. */
export type RoomCommand =
  | ({
      readonly type: 'send-message';
      readonly messageId: MessageId;
      readonly text: string;
      readonly replyToId: MessageId | null;
      /** At most 5. */
      readonly mentionIds: readonly PersonId[];
      /** `crew`: staff-only; refused to the public. */
      readonly audience: 'room' | 'crew';
    } & InRoom)
  /** Moderators: a message that stands out, and is pinned for `pinnedForMs` when that is not 0. */
  | ({
      readonly type: 'announce';
      readonly messageId: MessageId;
      readonly text: string;
      readonly pinnedForMs: number;
    } & InRoom)
  | ({ readonly type: 'approve-message'; readonly messageId: MessageId } & InRoom)
  | ({
      readonly type: 'delete-message';
      readonly rulingId: RulingId;
      readonly messageId: MessageId;
      readonly reason: string;
    } & InRoom)
  | ({
      readonly type: 'delete-messages-of';
      readonly rulingId: RulingId;
      readonly personId: PersonId;
      readonly reason: string;
    } & InRoom)
  | ({
      readonly type: 'restrict-person';
      readonly rulingId: RulingId;
      readonly personId: PersonId;
      readonly kind: RestrictionKind;
      /** null: until undone; a timeout then lasts `defaultTimeoutMs`. */
      readonly durationMs: number | null;
      readonly removesMessages: boolean;
      readonly reason: string;
    } & InRoom)
  | ({ readonly type: 'undo-ruling'; readonly rulingId: RulingId } & InRoom)
  | ({ readonly type: 'pin-message'; readonly messageId: MessageId; readonly forMs: number | null } & InRoom)
  /**
   * Also issued by the timer of a pin; harmless when it is gone. `pinnedUntilMs` (never from the wire) says which
   * pin was meant: one that was set anew meanwhile stays.
   */
  | ({
      readonly type: 'unpin-message';
      readonly messageId: MessageId;
      readonly pinnedUntilMs?: number;
    } & InRoom)
  | ({ readonly type: 'set-rules'; readonly changes: RuleChanges } & InRoom)
  | ({
      readonly type: 'report-message';
      readonly messageId: MessageId;
      readonly reason: ReportReason;
    } & InRoom)
  | ({ readonly type: 'dismiss-reports'; readonly messageId: MessageId } & InRoom)
  | ({ readonly type: 'block-person'; readonly personId: PersonId } & InRoom)
  | ({ readonly type: 'unblock-person'; readonly personId: PersonId } & InRoom);

/** What `decide` must know of the writer and the text beside time and id; gathered before it (application/room). */
export interface RoomBriefing {
  /** `moderator` and `crew` are never throttled, filtered or restricted. */
  readonly standing: 'public' | 'crew' | 'moderator';
  /** Came by a link that names them. */
  readonly isKnown: boolean;
  /** When the person first came, ms since the epoch. */
  readonly sinceMs: number;
  /** Who of the persons a command names belongs to the crew, and so cannot be restricted. */
  readonly targetIsCrew: boolean;
  /** Who of those that a message mentions moderates. */
  readonly mentionedModeratorIds: readonly PersonId[];
  /** Of `text`, when the command has one. */
  readonly screening: Screening | null;
}

export interface Screening {
  /** The text as it is kept: NFC, trimmed, no invisible or bidi control characters, no towers of marks. */
  readonly text: string;
  readonly flags: readonly Flag[];
  readonly textDigest: string;
}

/** Every way a room command can be refused; each stands in the error table of the protocol. */
export type RoomRejectionCode =
  | 'room-closed'
  | 'room-access-refused'
  | 'message-exists'
  | 'message-empty'
  | 'message-not-found'
  | 'message-refused'
  | 'message-repeated'
  | 'links-refused'
  | 'slow-mode'
  | 'flood-blocked'
  | 'person-banned'
  | 'person-timed-out'
  | 'person-protected'
  | 'ruling-exists'
  | 'ruling-not-found'
  | 'ruling-undone'
  | 'already-reported'
  | 'room-limit-reached'
  | 'room-unchanged';

export type RoomContext = DecisionContext<PersonId> & { readonly briefing: RoomBriefing };
export type RoomDecision = Decision<RoomEvent, RoomRejectionCode>;
