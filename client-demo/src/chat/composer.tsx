import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect } from 'preact/hooks';
import { IconButton } from '../design/button.tsx';
import { t } from '../messages/t.ts';
import { AudienceChoice, DraftNotes } from './composer-notes.tsx';
import type { Gate } from './composer-gate.ts';
import type { Draft } from './draft.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { GateNote } from './gate-note.tsx';
import type { Mentionable } from './mention-draft.ts';
import { MentionList, mentionOptionId } from './mention-list.tsx';
import { useMentions } from './use-mentions.ts';
import './composer.css';

interface ComposerProps {
  readonly draft: Draft;
  readonly gate: Gate;
  readonly field: RefObject<HTMLTextAreaElement>;
  readonly nowMs: () => number;
  readonly people: () => readonly Mentionable[];
  /** Which readers besides everyone may be chosen. */
  readonly mayWhisper: boolean;
  readonly mayAnnounce: boolean;
  readonly onSend: () => void;
  /** A word about what happens on sending: slow mode, no connection. */
  readonly note?: ComponentChildren;
  /** Stands at the end of the line while there is nothing to send. */
  readonly idleAction?: ComponentChildren;
}

/** UTF-16 units, as the protocol counts (protocol/methods/room.ts). */
export const maximumTextLength = 500;
/** The counter appears when it begins to matter. */
const countFrom = 420;

const placeholders = {
  room: 'chat.writeHere',
  crew: 'chat.writeCrew',
  announcement: 'chat.writeAnnouncement',
} as const;

/** The field grows with its text, up to what its style allows. */
const useGrowing = (field: RefObject<HTMLTextAreaElement>, text: string): void =>
  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    if (text !== '') element.style.height = `${element.scrollHeight}px`;
  }, [text]);

const insertAtCaret = (draft: Draft, element: HTMLTextAreaElement | null, piece: string): void => {
  const text = draft.text.peek();
  const from = element?.selectionStart ?? text.length;
  const to = element?.selectionEnd ?? text.length;
  draft.text.value = text.slice(0, from) + piece + text.slice(to);
  const caret = from + piece.length;
  requestAnimationFrame(() => element?.setSelectionRange(caret, caret));
};

const Counter = ({ length }: { readonly length: number }) => {
  if (length < countFrom) return null;
  const left = maximumTextLength - length;
  return (
    <span class="chat-counter digits" role="status" data-over={left < 0}>
      {left < 0 ? t('chat.tooLong', { count: -left }) : t('chat.charactersLeft', { count: left })}
    </span>
  );
};

/** Where one writes. Enter sends, Shift and Enter begin a new line; closed, it says why and until when. */
export const Composer = (props: ComposerProps) => {
  const { draft, gate, field, people, onSend } = props;
  const listId = useId();
  const isPicking = useSignal(false);
  const mentions = useMentions(draft, field, people);
  const text = draft.text.value;
  const kind = draft.kind.value;
  const isSendable = text.trim() !== '' && text.length <= maximumTextLength;
  useGrowing(field, text);
  useEffect(() => {
    if (draft.replyTo.value !== null) field.current?.focus();
  }, [draft.replyTo.value]);
  if (gate.status === 'closed') {
    return (
      <div class="chat-composer">
        <GateNote gate={gate} nowMs={props.nowMs} />
        {props.idleAction}
      </div>
    );
  }
  const send = () => {
    if (!isSendable) return;
    isPicking.value = false;
    onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed (Japanese, Chinese, Korean), Enter belongs to the composition.
    if (event.isComposing) return;
    if (mentions.onKey(event.key)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') field.current?.blur();
  };
  const isSuggesting = mentions.found.length > 0;
  return (
    <form
      class="chat-composer"
      data-kind={kind}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {isSuggesting && (
        <MentionList
          id={listId}
          people={mentions.found}
          chosenIndex={mentions.chosenIndex}
          onChoose={mentions.choose}
        />
      )}
      {isPicking.value && (
        <EmojiPicker
          onPick={(emoji) => insertAtCaret(draft, field.current, emoji)}
          onClose={() => (isPicking.value = false)}
        />
      )}
      <DraftNotes draft={draft} note={props.note} />
      {(props.mayWhisper || props.mayAnnounce) && <AudienceChoice draft={draft} mayAnnounce={props.mayAnnounce} />}
      <div class="chat-field">
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
          placeholder={t(placeholders[kind])}
          enterKeyHint="send"
          autoComplete="off"
          value={text}
          onInput={(event) => {
            draft.text.value = event.currentTarget.value;
            mentions.update();
          }}
          onKeyDown={onKeyDown}
          onBlur={mentions.close}
        />
        <span class="emoji-toggle">
          <IconButton
            icon="smile"
            label={t('chat.emoji')}
            aria-expanded={isPicking.value}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => (isPicking.value = !isPicking.value)}
          />
        </span>
        <Counter length={text.length} />
        {isSendable || props.idleAction === undefined ? (
          <IconButton
            icon="send"
            tone={isSendable ? 'act' : 'quiet'}
            type="submit"
            label={t('chat.send')}
            disabled={!isSendable}
            // The field keeps the focus, and the phone its keyboard.
            onPointerDown={(event) => event.preventDefault()}
          />
        ) : (
          props.idleAction
        )}
      </div>
    </form>
  );
};
