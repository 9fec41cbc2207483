import type { Occurrence } from '../decision.ts';
import type { MessageId, PersonId, RulingId } from '../ids.ts';
import type { Flag, ReportReason, RestrictionKind, RoomMessage, RoomRules } from './state.ts';

/** Events of the stream `room-<show>`. Past tense, complete, never changed once written. Times in ms since the epoch. */
export type RoomEvent =
  | {
      readonly type: 'message-sent';
      readonly messageId: MessageId;
      readonly isCrew: boolean;
      readonly kind: RoomMessage['kind'];
      readonly audience: RoomMessage['audience'];
      readonly text: string;
      /** Digest of the normalised text, to know a repetition by. */
      readonly textDigest: string;
      readonly replyToId: MessageId | null;
      readonly mentionIds: readonly PersonId[];
      /** Its author and who is mentioned, as far as they moderated then. Absent: none of them, or an early message. */
      readonly moderatorIds?: readonly PersonId[];
      readonly flags: readonly Flag[];
      readonly status: Exclude<RoomMessage['status'], 'removed'>;
    }
  /** A held message is let through, or the flags of a shown one are found harmless. */
  | { readonly type: 'message-approved'; readonly messageId: MessageId }
  | { readonly type: 'message-reported'; readonly messageId: MessageId; readonly reason: ReportReason }
  | { readonly type: 'reports-dismissed'; readonly messageId: MessageId }
  /** One message, or all of one author that the room still held. */
  | {
      readonly type: 'messages-deleted';
      readonly rulingId: RulingId;
      readonly kind: 'delete-message' | 'delete-messages';
      readonly personId: PersonId;
      readonly messageIds: readonly MessageId[];
      readonly reason: string;
    }
  /** `messageIds`: those removed along with it. */
  | {
      readonly type: 'person-restricted';
      readonly rulingId: RulingId;
      readonly kind: RestrictionKind;
      readonly personId: PersonId;
      readonly untilMs: number | null;
      readonly messageIds: readonly MessageId[];
      readonly reason: string;
    }
  /** What it removed comes back, what it bound is free. */
  | { readonly type: 'ruling-undone'; readonly rulingId: RulingId }
  | { readonly type: 'message-pinned'; readonly messageId: MessageId; readonly untilMs: number | null }
  | { readonly type: 'message-unpinned'; readonly messageId: MessageId }
  | { readonly type: 'rules-set'; readonly rules: RoomRules }
  /** For the blocker alone: nobody else is told. */
  | { readonly type: 'person-blocked'; readonly personId: PersonId }
  | { readonly type: 'person-unblocked'; readonly personId: PersonId };

export type RoomOccurrence<Event extends RoomEvent = RoomEvent> = Occurrence<Event, PersonId>;
