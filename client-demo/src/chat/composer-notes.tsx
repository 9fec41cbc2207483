import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import type { MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import type { Draft, DraftKind } from './draft.ts';

const ReplyBar = ({ draft }: { readonly draft: Draft }) => {
  const message = draft.replyTo.value;
  if (message === null) return null;
  return (
    <div class="chat-reply-bar">
      <Icon name="reply" sizePx={16} />
      <p>
        <b dir="auto">{t('chat.replyingTo', { name: message.author.name })}</b>
        <span dir="auto">{message.text}</span>
      </p>
      <IconButton icon="close" label={t('chat.cancelReply')} onClick={() => (draft.replyTo.value = null)} />
    </div>
  );
};

const KindNote = ({ kind }: { readonly kind: DraftKind }) => {
  if (kind === 'room') return null;
  return (
    <p class="chat-kind-note" role="status">
      <Icon name={kind === 'crew' ? 'shield' : 'megaphone'} sizePx={16} />
      {t(kind === 'crew' ? 'chat.crewNote' : 'chat.announcementNote')}
    </p>
  );
};

/** What stands between the messages and the field: whom one answers, who will read it, what holds it up. */
export const DraftNotes = ({ draft, note }: { readonly draft: Draft; readonly note?: ComponentChildren }) => (
  <>
    {note}
    <KindNote kind={draft.kind.value} />
    <ReplyBar draft={draft} />
  </>
);

const kinds: readonly { readonly kind: DraftKind; readonly key: MessageKey }[] = [
  { kind: 'room', key: 'chat.asEveryone' },
  { kind: 'crew', key: 'chat.asCrew' },
  { kind: 'announcement', key: 'chat.asAnnouncement' },
];

interface AudienceChoiceProps {
  readonly draft: Draft;
  readonly mayAnnounce: boolean;
}

/** For the crew: who reads what is written. Radio buttons underneath, so that arrow keys and screen readers know them. */
export const AudienceChoice = ({ draft, mayAnnounce }: AudienceChoiceProps) => {
  const name = useId();
  return (
    <fieldset class="chat-audience">
      <legend class="unseen">{t('chat.writeAs')}</legend>
      {kinds
        .filter(({ kind }) => mayAnnounce || kind !== 'announcement')
        .map(({ kind, key }) => (
          <label key={kind}>
            <input
              class="unseen"
              type="radio"
              name={name}
              checked={draft.kind.value === kind}
              onChange={() => (draft.kind.value = kind)}
            />
            <span>{t(key)}</span>
          </label>
        ))}
    </fieldset>
  );
};
