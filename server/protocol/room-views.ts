import type { Reaction } from './methods/room.ts';

/** Somebody as others see them. `badge` is what the person is in this show; names come from the people store. */
export interface PersonView {
  readonly personId: string;
  readonly name: string;
  readonly badge: 'host' | 'moderator' | 'crew' | null;
}

/** A person who is there. */
export interface PresentPerson extends PersonView {
  /** Sockets of theirs, over all servers. */
  readonly sockets: number;
}

/** A message as this reader may see it now. */
export interface MessageView {
  readonly messageId: string;
  /** Version of its event: the order of the room. */
  readonly sequence: number;
  readonly author: PersonView;
  readonly kind: 'message' | 'announcement';
  readonly audience: 'room' | 'crew';
  readonly text: string;
  readonly sentAtMs: number;
  readonly replyTo: { readonly messageId: string; readonly name: string; readonly excerpt: string } | null;
  readonly mentions: readonly PersonView[];
  /**
   * The public only ever sees `shown`; authors see their own `held` ones too, and their own `shadowed` ones as `shown`.
   * Only the crew receives text with `removed`.
   */
  readonly status: 'shown' | 'held' | 'shadowed' | 'removed';
  /** The crew alone; absent for everybody else. */
  readonly moderation?: {
    readonly flags: readonly string[];
    readonly rulingId: string | null;
    readonly reports: readonly { readonly by: PersonView; readonly reason: string; readonly atMs: number }[];
    /** Who last approved it or dismissed its reports; with that it has left the moderators' queue. */
    readonly cleared: { readonly by: PersonView; readonly atMs: number } | null;
  };
}

export interface RulingView {
  readonly rulingId: string;
  readonly kind: 'ban' | 'timeout' | 'shadow' | 'delete-message' | 'delete-messages';
  readonly by: PersonView;
  readonly person: PersonView;
  readonly messageIds: readonly string[];
  readonly reason: string;
  readonly atMs: number;
  readonly untilMs: number | null;
  readonly undone: { readonly by: PersonView; readonly atMs: number } | null;
}

export interface RoomRulesView {
  readonly access: 'everyone' | 'known' | 'crew';
  readonly slowModeMs: number;
  readonly newcomerWaitMs: number;
  readonly allowsLinks: boolean;
  /** Moderation's own affair: the crew alone. */
  readonly filterAction?: 'hold' | 'refuse';
  readonly blockedWords?: readonly string[];
}

export interface PinView {
  readonly message: MessageView;
  readonly pinnedAtMs: number;
  readonly untilMs: number | null;
}

/** What the room is to this reader. A shadow ban does not show here. */
export interface OwnStanding {
  readonly restriction: { readonly kind: 'ban' | 'timeout'; readonly untilMs: number | null } | null;
  readonly blockedIds: readonly string[];
}

/** Snapshot of `room-<show>`. Messages oldest first: the last 100 for the public, all the room holds for the crew. */
export interface RoomView {
  readonly showId: string;
  readonly rules: RoomRulesView;
  readonly messages: readonly MessageView[];
  readonly pins: readonly PinView[];
  readonly own: OwnStanding;
  /** The crew alone, newest first. */
  readonly rulings?: readonly RulingView[];
}

/** What a push of `room-<show>` carries. Each says the whole of what it names, so applying one twice does no harm. */
export type RoomChannelEvent =
  /** New, approved, restored, reported or else changed: put it at its `sequence`, in place of what stood there. */
  | { readonly type: 'room.message'; readonly message: MessageView }
  /** Tombstones: gone for this reader, whether it had them or not. */
  | { readonly type: 'room.messages-removed'; readonly messageIds: readonly string[] }
  | { readonly type: 'room.pins'; readonly pins: readonly PinView[] }
  | { readonly type: 'room.rules'; readonly rules: RoomRulesView }
  | { readonly type: 'room.own'; readonly own: OwnStanding }
  /** The crew alone: made or undone. */
  | { readonly type: 'room.ruling'; readonly ruling: RulingView };

/** Sums since the last signal. */
export type ReactionCounts = Readonly<Partial<Record<Reaction, number>>>;
