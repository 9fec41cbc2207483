import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { freshId } from '../../live/fresh-id.ts';
import { t } from '../../messages/t.ts';
import { OnTheirWay } from './on-their-way.tsx';
import { useDesk } from './use-desk.ts';

const readers = ['room', 'crew', 'announcement'] as const;
type Readers = (typeof readers)[number];
const readerKeys = {
  room: 'chat.asEveryone',
  crew: 'chat.asCrew',
  announcement: 'chat.asAnnouncement',
} as const;

/** Writes into the room as the crew: to everyone, to the crew alone, or as an announcement. */
export const ReplyForm = () => {
  const desk = useDesk();
  const text = useSignal('');
  const to = useSignal<Readers>('room');
  const replyTo = desk.replyTo.value;
  const input = useRef<HTMLInputElement>(null);
  // Before the next key can arrive: it would be taken for a command.
  useLayoutEffect(() => {
    if (replyTo !== null) input.current?.focus();
  }, [replyTo]);
  const send = () => {
    const wanted = text.value.trim();
    if (wanted === '') return;
    desk.room.send({
      messageId: freshId(),
      text: wanted,
      kind: to.value,
      replyToId: desk.replyTo.peek()?.messageId ?? null,
      mentionIds: [],
      writtenAtMs: desk.nowMs(),
    });
    text.value = '';
    desk.replyTo.value = null;
  };
  const leave = () => {
    desk.replyTo.value = null;
    desk.select(desk.list.peek(), desk.id.peek());
  };
  return (
    <form
      class="reply-form"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <OnTheirWay />
      {replyTo !== null && (
        <p class="reply-to">
          <span dir="auto">{t('chat.replyingTo', { name: replyTo.author.name })}</span>
          <IconButton
            icon="close"
            label={t('chat.cancelReply')}
            onClick={() => (desk.replyTo.value = null)}
          />
        </p>
      )}
      <div class="reply-line">
        <select
          class="input"
          aria-label={t('chat.writeAs')}
          value={to.value}
          onChange={(event) =>
            (to.value = readers.find((one) => one === event.currentTarget.value) ?? 'room')
          }
        >
          {readers.map((value) => (
            <option key={value} value={value}>
              {t(readerKeys[value])}
            </option>
          ))}
        </select>
        <input
          class="input"
          id="moderation-reply"
          ref={input}
          dir="auto"
          maxLength={500}
          aria-label={t('chat.writeLabel')}
          placeholder={t('chat.writeHere')}
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && leave()}
        />
        <IconButton icon="send" type="submit" label={t('chat.send')} />
      </div>
    </form>
  );
};
