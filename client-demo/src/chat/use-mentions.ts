import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import type { Draft } from './draft.ts';
import { completeMention, mentionQueryAt, suggestMentions, type Mentionable } from './mention-draft.ts';

/** What the composer needs to offer people while an `@` is being written. */
export interface Mentions {
  readonly found: readonly Mentionable[];
  readonly chosenIndex: number;
  /** After every change of text or caret. */
  update(): void;
  choose(person: Mentionable): void;
  close(): void;
  /** Whether the key was for the list. */
  onKey(key: string): boolean;
}

const none: readonly Mentionable[] = [];

/** Suggestions for the `@` at the caret of `field`. */
export const useMentions = (
  draft: Draft,
  field: RefObject<HTMLTextAreaElement | null>,
  people: () => readonly Mentionable[],
): Mentions => {
  const found = useSignal(none);
  const index = useSignal(0);
  const query = () => mentionQueryAt(draft.text.peek(), field.current?.selectionStart ?? 0);
  const update = () => {
    const at = query();
    found.value = at === null ? none : suggestMentions(people(), at.typed);
    index.value = 0;
  };
  const close = () => {
    found.value = none;
  };
  const choose = (person: Mentionable) => {
    const at = query();
    close();
    if (at === null) return;
    const done = completeMention(draft.text.peek(), at, person.name);
    draft.text.value = done.text;
    draft.chosen.value = [...draft.chosen.peek(), person];
    // The text reaches the field when it is drawn; the caret can only be set after that.
    requestAnimationFrame(() => field.current?.setSelectionRange(done.caret, done.caret));
  };
  const onKey = (key: string): boolean => {
    const count = found.peek().length;
    if (count === 0) return false;
    const chosen = found.peek()[index.peek()];
    if (key === 'ArrowDown') index.value = (index.peek() + 1) % count;
    else if (key === 'ArrowUp') index.value = (index.peek() + count - 1) % count;
    else if ((key === 'Enter' || key === 'Tab') && chosen !== undefined) choose(chosen);
    else if (key === 'Escape') close();
    else return false;
    return true;
  };
  return { found: found.value, chosenIndex: index.value, update, choose, close, onKey };
};
