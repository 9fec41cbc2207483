import { signal, type Signal } from '@preact/signals';
import type { MessageView } from '#protocol/room-views.ts';
import type { Mentionable } from './mention-draft.ts';

/** For whom a message is written. */
export type DraftKind = 'room' | 'crew' | 'announcement';

/** What somebody is writing; outlives the composer, so that putting the chat away loses nothing. */
export interface Draft {
  readonly text: Signal<string>;
  readonly replyTo: Signal<MessageView | null>;
  /** People chosen from the suggestions, whether they still stand in the text or not. */
  readonly chosen: Signal<readonly Mentionable[]>;
  readonly kind: Signal<DraftKind>;
}

export const createDraft = (): Draft => ({
  text: signal(''),
  replyTo: signal(null),
  chosen: signal([]),
  kind: signal('room'),
});

/** After sending. `crew` stays, because a whisper said aloud by mistake is the worse slip; nobody announces twice by it. */
export const emptyDraft = (draft: Draft): void => {
  draft.text.value = '';
  draft.replyTo.value = null;
  draft.chosen.value = [];
  if (draft.kind.value === 'announcement') draft.kind.value = 'room';
};
