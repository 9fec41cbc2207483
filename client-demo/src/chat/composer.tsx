import { useSignal, type Signal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import { IconButton } from '../design/button.tsx';
import { t } from '../messages/t.ts';
import { AudienceChoice, DraftNotes } from './composer-notes.tsx';
import type { Gate } from './composer-gate.ts';
import type { Draft } from './draft.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { GateNote } from './gate-note.tsx';
import type { Mentionable } from './mention-draft.ts';
import { MentionList } from './mention-list.tsx';
import { useMentions, type Mentions } from './use-mentions.ts';
import { WriteField } from './write-field.tsx';
import './composer.css';

interface ComposerProps {
  readonly draft: Draft;
  readonly gate: Gate;
  readonly field: RefObject<HTMLTextAreaElement | null>;
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

/** The field keeps the focus, and the phone its keyboard, when a button beside it is pressed. */
const keepFocus = (event: PointerEvent): void => event.preventDefault();

/** The end of the line: send what stands there, or whatever else there is to do. */
const LineEnd = ({ isSendable, idleAction }: Pick<ComposerProps, 'idleAction'> & { isSendable: boolean }) =>
  isSendable || idleAction === undefined ? (
    <IconButton
      icon="send"
      tone={isSendable ? 'act' : 'quiet'}
      type="submit"
      label={t('chat.send')}
      disabled={!isSendable}
      onPointerDown={keepFocus}
    />
  ) : (
    <>{idleAction}</>
  );

/** Emoji and people, over the field while they are asked for. */
const Offers = ({
  mentions,
  listId,
  isPicking,
  onPick,
}: {
  readonly mentions: Mentions;
  readonly listId: string;
  readonly isPicking: Signal<boolean>;
  readonly onPick: (emoji: string) => void;
}) => (
  <>
    {mentions.found.length > 0 && (
      <MentionList
        id={listId}
        people={mentions.found}
        chosenIndex={mentions.chosenIndex}
        onChoose={mentions.choose}
      />
    )}
    {isPicking.value && <EmojiPicker onPick={onPick} onClose={() => (isPicking.value = false)} />}
  </>
);

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
const OpenComposer = (props: ComposerProps) => {
  const { draft, field, people, onSend } = props;
  const listId = useId();
  const isPicking = useSignal(false);
  const mentions = useMentions(draft, field, people);
  const text = draft.text.value;
  const isSendable = text.trim() !== '' && text.length <= maximumTextLength;
  useEffect(() => {
    if (draft.replyTo.value !== null) field.current?.focus();
  }, [draft.replyTo.value]);
  const send = () => {
    if (!isSendable) return;
    isPicking.value = false;
    onSend();
  };
  return (
    <form
      class="chat-composer"
      data-kind={draft.kind.value}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Offers
        mentions={mentions}
        listId={listId}
        isPicking={isPicking}
        onPick={(emoji) => insertAtCaret(draft, field.current, emoji)}
      />
      <DraftNotes draft={draft} note={props.note} />
      {(props.mayWhisper || props.mayAnnounce) && (
        <AudienceChoice draft={draft} mayAnnounce={props.mayAnnounce} />
      )}
      <div class="chat-field">
        <WriteField draft={draft} field={field} mentions={mentions} listId={listId} onSend={send} />
        <span class="emoji-toggle">
          <IconButton
            icon="smile"
            label={t('chat.emoji')}
            aria-expanded={isPicking.value}
            onPointerDown={keepFocus}
            onClick={() => (isPicking.value = !isPicking.value)}
          />
        </span>
        <Counter length={text.length} />
        <LineEnd isSendable={isSendable} idleAction={props.idleAction} />
      </div>
    </form>
  );
};

/** Where one writes; closed, it says why and until when. */
export const Composer = (props: ComposerProps) =>
  props.gate.status === 'open' ? (
    <OpenComposer {...props} />
  ) : (
    <div class="chat-composer">
      <GateNote gate={props.gate} nowMs={props.nowMs} />
      {props.idleAction}
    </div>
  );
