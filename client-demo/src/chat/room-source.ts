import type { ReadonlySignal } from '@preact/signals';
import type { Reaction } from '#protocol/methods/room.ts';
import type { PersonView, ReactionCounts, RoomView } from '#protocol/room-views.ts';
import type { CallError, Outcome } from '../live/outcome.ts';
import type { Delivery } from './chat-item.ts';

export type RoomFollow =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly view: RoomView;
      /** Local monotonic time since when the connection is lost; null while it is up. */
      readonly staleSinceMs: number | null;
      /** Messages were lost for this reader since the page was opened. */
      readonly hasMissed: boolean;
    }
  | { readonly status: 'refused'; readonly error: CallError };

/** A message as its author hands it over. */
export interface Outgoing {
  readonly messageId: string;
  readonly text: string;
  readonly replyToId: string | null;
  readonly mentionIds: readonly string[];
  readonly kind: 'room' | 'crew' | 'announcement';
  readonly writtenAtMs: number;
}

/** A message on its way. It is sent once, however often the connection is lost meanwhile. */
export interface OnItsWay extends Outgoing {
  readonly delivery: Delivery;
}

/** The commands of a room, without the ids that every command has. */
export type RoomCommand =
  | readonly ['room.approve-message', { readonly messageId: string }]
  | readonly [
      'room.delete-message',
      { readonly rulingId: string; readonly messageId: string; readonly reason: string },
    ]
  | readonly [
      'room.delete-messages-of',
      { readonly rulingId: string; readonly personId: string; readonly reason: string },
    ]
  | readonly [
      'room.restrict-person',
      {
        readonly rulingId: string;
        readonly personId: string;
        readonly kind: 'ban' | 'timeout' | 'shadow';
        readonly durationMs: number | null;
        readonly removesMessages: boolean;
        readonly reason: string;
      },
    ]
  | readonly ['room.undo-ruling', { readonly rulingId: string }]
  | readonly ['room.pin-message', { readonly messageId: string; readonly forMs: number | null }]
  | readonly ['room.unpin-message', { readonly messageId: string }]
  | readonly [
      'room.report-message',
      { readonly messageId: string; readonly reason: 'spam' | 'insult' | 'hate' | 'private-data' | 'other' },
    ]
  | readonly ['room.block-person' | 'room.unblock-person', { readonly personId: string }];

export interface Presence {
  readonly count: number;
  readonly sample: readonly PersonView[];
}

/** One room as the chat needs it from the live library. */
export interface RoomSource {
  readonly follow: ReadonlySignal<RoomFollow>;
  /** Own messages that the room does not have yet, in the order they were written. */
  readonly onTheirWay: ReadonlySignal<readonly OnItsWay[]>;
  readonly presence: ReadonlySignal<Presence | null>;
  /** Refusals of the last message that say something about the next one too; null after one went through. */
  readonly lastRefusal: ReadonlySignal<CallError | null>;
  send(message: Outgoing): void;
  retry(messageId: string): void;
  discard(messageId: string): void;
  react(kind: Reaction): void;
  onReactions(listener: (counts: ReactionCounts) => void): () => void;
  command(command: RoomCommand): Promise<Outcome<unknown>>;
  dismissMissed(): void;
  close(): void;
}
