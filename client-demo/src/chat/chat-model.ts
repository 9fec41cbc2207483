import type { ReadonlySignal } from '@preact/signals';
import type { Reaction } from '#protocol/methods/room.ts';
import type { MessageView, OwnStanding, PersonView, PinView } from '#protocol/room-views.ts';
import type { CallError } from '../live/outcome.ts';
import type { ChatItem, Reader } from './chat-item.ts';
import type { Gate } from './composer-gate.ts';
import type { Draft } from './draft.ts';
import type { Feed } from './feed.ts';
import type { Mentionable } from './mention-draft.ts';
import type { MessageChoice } from './message-menu-items.ts';
import type { ReactionSource } from './reaction-sky.tsx';

/** How the room stands with this reader. */
export type ChatState =
  | { readonly status: 'loading' }
  | {
      readonly status: 'ready';
      readonly pins: readonly PinView[];
      readonly own: OwnStanding;
      /** Local wall time since when the connection is lost; null while it is up. */
      readonly staleSinceMs: number | null;
      /** Messages were lost for this reader since the page was opened; told once. */
      readonly hasMissed: boolean;
    }
  | { readonly status: 'refused'; readonly error: CallError };

/** One chat of one show as its components need it; made by use-chat.ts over the room of the live library. */
export interface ChatModel {
  readonly state: ReadonlySignal<ChatState>;
  readonly reader: ReadonlySignal<Reader>;
  /** Own name; the one the server made up asks for another before the first message. */
  readonly name: ReadonlySignal<string>;
  readonly presence: ReadonlySignal<{
    readonly count: number;
    readonly sample: readonly PersonView[];
  } | null>;
  readonly gate: ReadonlySignal<Gate>;
  /** Slow mode: when the reader's next message may go, server time; null when it binds nothing. */
  readonly slowUntilMs: ReadonlySignal<number | null>;
  readonly feed: Feed<ChatItem>;
  readonly draft: Draft;
  readonly reactions: ReactionSource;
  /** Server time. */
  readonly nowMs: () => number;
  /** People seen in the room, the latest first, without oneself. */
  people(): readonly Mentionable[];
  /** Sends the draft and empties it. */
  send(): void;
  retry(messageId: string): void;
  discard(messageId: string): void;
  react(kind: Reaction): void;
  isPinned(messageId: string): boolean;
  /** Does what was chosen from the menu of a message and tells of it, with the way back. */
  act(message: MessageView, choice: MessageChoice): void;
  unblock(personId: string): void;
  dismissMissed(): void;
}
