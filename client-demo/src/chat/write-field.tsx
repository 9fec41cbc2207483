import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { t } from '../messages/t.ts';
import type { Draft } from './draft.ts';
import { mentionOptionId } from './mention-list.tsx';
import type { Mentions } from './use-mentions.ts';

const placeholders = {
  room: 'chat.writeHere',
  crew: 'chat.writeCrew',
  announcement: 'chat.writeAnnouncement',
} as const;

/** The field grows with its text, up to what its style allows. */
const useGrowing = (field: RefObject<HTMLTextAreaElement | null>, text: string): void =>
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    if (text !== '') element.style.height = `${element.scrollHeight}px`;
  }, [text]);

interface WriteFieldProps {
  readonly draft: Draft;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly mentions: Mentions;
  readonly listId: string;
  readonly onSend: () => void;
}

/** The text itself. While an `@` is written its keys choose among people. */
export const WriteField = ({ draft, field, mentions, listId, onSend }: WriteFieldProps) => {
  const text = draft.text.value;
  const isSuggesting = mentions.found.length > 0;
  useGrowing(field, text);
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, Chinese, Korean), Enter belongs to the composition.
    if (event.isComposing) return;
    if (mentions.onKey(event.key)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      onSend();
    } else if (event.key === 'Escape') field.current?.blur();
  };
  return (
    <textarea
      ref={field}
      rows={1}
      dir="auto"
      class="chat-input"
      aria-label={t('chat.writeLabel')}
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={isSuggesting ? listId : undefined}
      aria-activedescendant={isSuggesting ? mentionOptionId(listId, mentions.chosenIndex) : undefined}
      placeholder={t(placeholders[draft.kind.value])}
      enterkeyhint="send"
      autoComplete="off"
      value={text}
      onInput={(event) => {
        draft.text.value = event.currentTarget.value;
        mentions.update();
      }}
      onKeyDown={onKeyDown}
      onBlur={mentions.close}
    />
  );
};
