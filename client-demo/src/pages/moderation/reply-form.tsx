import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { Refused } from '../../design/refused.tsx';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { useDesk, type Desk } from './use-desk.ts';

const readers = ['everyone', 'crew', 'announcement'] as const;
type Readers = (typeof readers)[number];
const readerKeys = {
  everyone: 'chat.asEveryone',
  crew: 'chat.asCrew',
  announcement: 'chat.asAnnouncement',
} as const;

const post = (desk: Desk, text: string, to: Readers) => {
  const { showId, socket } = desk;
  const common = { commandId: freshId(), showId, messageId: freshId(), text };
  // Ids are branded on the server; a browser handles them as the text they are.
  if (to === 'announcement') return socket.request('room.announce', { ...common, pinnedForMs: 0 } as never);
  const replyToId = desk.replyTo.peek()?.messageId ?? null;
  const audience = to === 'crew' ? 'crew' : 'room';
  return socket.request('room.send-message', { ...common, replyToId, mentionIds: [], audience } as never);
};

/** Writes into the room as the crew: to everyone, to the crew alone, or as an announcement. */
export const ReplyForm = () => {
  const desk = useDesk();
  const text = useSignal('');
  const to = useSignal<Readers>('everyone');
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const replyTo = desk.replyTo.value;
  const input = useRef<HTMLInputElement>(null);
  // Before the next key can arrive: it would be taken for a command.
  useLayoutEffect(() => {
    if (replyTo !== null) input.current?.focus();
  }, [replyTo]);
  const send = async () => {
    const wanted = text.value.trim();
    if (wanted === '' || isBusy.value) return;
    isBusy.value = true;
    const outcome = await post(desk, wanted, to.value);
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
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
        void send();
      }}
    >
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
            (to.value = readers.find((one) => one === event.currentTarget.value) ?? 'everyone')
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
        <IconButton icon="send" type="submit" label={t('chat.send')} busy={isBusy.value} />
      </div>
      <Refused error={refusal.value} />
    </form>
  );
};
