import type { MessageId, PersonId, RulingId } from '../ids.ts';

/** Who may write in a room. `known`: whoever came by a link that names them; anonymous visitors only read. */
export type RoomAccess = 'everyone' | 'known' | 'crew';

/** What happens with a message that a filter objects to. */
export type FilterAction = 'hold' | 'refuse';

/** The house rules, set by moderators. Times in ms; 0 is off. */
export interface RoomRules {
  readonly access: RoomAccess;
  /** Least time between two messages of one person. */
  readonly slowModeMs: number;
  /** Least age of a person's account before the first message (what "followers only" is elsewhere). */
  readonly newcomerWaitMs: number;
  /** Links are from the crew only unless this is set. */
  readonly allowsLinks: boolean;
  readonly filterAction: FilterAction;
  /** The shop's own words beside those of the shipped list; normalised by the screening. */
  readonly blockedWords: readonly string[];
}

/** What a moderator changes: the rules that are named, and words by themselves. */
export interface RuleChanges extends Partial<Omit<RoomRules, 'blockedWords'>> {
  readonly addWords?: readonly string[];
  readonly removeWords?: readonly string[];
}

export const defaultRoomRules: RoomRules = {
  access: 'everyone',
  slowModeMs: 0,
  newcomerWaitMs: 0,
  allowsLinks: false,
  filterAction: 'hold',
  blockedWords: [],
};

/** What the screening found in a text, before `decide` (application/screening). */
export type Flag = 'profanity' | 'blocked-word' | 'link' | 'shouting';

export type ReportReason = 'spam' | 'insult' | 'hate' | 'private-data' | 'other';

export interface Report {
  readonly byId: PersonId;
  readonly reason: ReportReason;
  readonly atMs: number;
}

/**
 * `shown`: everybody sees it. `held`: its author and the crew, until approved. `shadowed`: the same, and its author
 * is not told. `removed`: the crew only; everybody else knows a tombstone.
 */
export type MessageStatus = 'shown' | 'held' | 'shadowed' | 'removed';

export interface RoomMessage {
  readonly messageId: MessageId;
  /** Version of the event that brought it: the order of the room. */
  readonly sequence: number;
  readonly authorId: PersonId;
  /** Written by somebody of the crew: shown with a badge. */
  readonly isCrew: boolean;
  readonly kind: 'message' | 'announcement';
  /** `crew`: nobody of the public ever hears of it. */
  readonly audience: 'room' | 'crew';
  readonly text: string;
  readonly sentAtMs: number;
  readonly replyToId: MessageId | null;
  readonly mentionIds: readonly PersonId[];
  /** Its author and who is mentioned, as far as they moderated then: shown with a badge. Absent: none of them. */
  readonly moderatorIds?: readonly PersonId[];
  readonly flags: readonly Flag[];
  readonly status: MessageStatus;
  /** What it was before it was removed, and is again when that is undone. null unless removed. */
  readonly statusBefore: Exclude<MessageStatus, 'removed'> | null;
  /** The ruling that removed it; null unless removed. */
  readonly rulingId: RulingId | null;
  /** One of each reporter; emptied when a moderator dismisses them. */
  readonly reports: readonly Report[];
  /**
   * Who last approved it or dismissed its reports, and when: with that its flags have been looked at. Approving
   * a message that is shown and flagged does just this. null until then.
   */
  readonly cleared: { readonly byId: PersonId; readonly atMs: number } | null;
}

export type RestrictionKind = 'ban' | 'timeout' | 'shadow';

/** What binds a person right now. The latest ruling on a person is the one in force. */
export interface Restriction {
  readonly personId: PersonId;
  readonly kind: RestrictionKind;
  readonly rulingId: RulingId;
  /** null: until undone. */
  readonly untilMs: number | null;
}

export type RulingKind = RestrictionKind | 'delete-message' | 'delete-messages';

/** A moderator's act against somebody, for the audit trail and its undo. */
export interface Ruling {
  readonly rulingId: RulingId;
  readonly kind: RulingKind;
  readonly byId: PersonId;
  readonly personId: PersonId;
  readonly messageIds: readonly MessageId[];
  readonly reason: string;
  readonly atMs: number;
  readonly untilMs: number | null;
  readonly undone: { readonly byId: PersonId; readonly atMs: number } | null;
}

export interface Pin {
  readonly messageId: MessageId;
  readonly pinnedAtMs: number;
  /** null: until unpinned. */
  readonly untilMs: number | null;
}

/** When somebody wrote of late, for slow mode, flood and repetition; kept apart because removed messages count too. */
export interface RecentWriter {
  readonly personId: PersonId;
  /** The newest last, at most three. */
  readonly sentAtMs: readonly number[];
  /** Digest of the last text, normalised. */
  readonly lastText: string;
}

export interface Block {
  readonly byId: PersonId;
  readonly personId: PersonId;
}

/**
 * A room. Lists, not records: ids come from outside, and a snapshot is JSON. Bounded by the numbers below;
 * what falls out of `messages` is gone from the room (rulings live on).
 */
export interface RoomState {
  /** How many events made it, which is the version of its stream: `evolve` adds one, and numbers messages by it. */
  readonly version: number;
  readonly rules: RoomRules;
  /** Oldest first. */
  readonly messages: readonly RoomMessage[];
  readonly pins: readonly Pin[];
  /** Oldest first; those in force also stand in `restrictions` and never fall out there. */
  readonly rulings: readonly Ruling[];
  readonly restrictions: readonly Restriction[];
  readonly recentWriters: readonly RecentWriter[];
  readonly blocks: readonly Block[];
}

export const initialRoomState: RoomState = {
  version: 0,
  rules: defaultRoomRules,
  messages: [],
  pins: [],
  rulings: [],
  restrictions: [],
  recentWriters: [],
  blocks: [],
};

/** Ten minutes of a lively room; older ones nobody scrolls back to. */
export const maximumMessages = 500;
export const maximumPins = 3;
export const maximumBlockedWords = 200;
export const maximumRulings = 500;
/** Beyond it whoever wrote longest ago is forgotten: more people than write within slow mode's longest wait. */
export const maximumRecentWriters = 2_000;
export const maximumReportsPerMessage = 20;
export const maximumBlocksPerPerson = 100;
export const maximumBlocks = 10_000;
export const maximumRestrictions = 10_000;
/** Owncast: 3 messages within 2 s, then a block of 10 s (shared semantics, "Chat and moderation"). */
export const flood = { messages: 3, withinMs: 2_000, blockMs: 10_000 } as const;
/** The same text again within this time is a repetition. */
export const repetitionMs = 30_000;
/** Of a timeout that names no duration; the default of Twitch. */
export const defaultTimeoutMs = 600_000;
