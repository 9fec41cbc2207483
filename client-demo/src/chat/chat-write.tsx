import type { RefObject } from 'preact';
import { useSignal } from '@preact/signals';
import { useSecondsLeft } from '../design/countdown.tsx';
import { Icon } from '../design/icon.tsx';
import { formatDuration } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import type { ChatModel } from './chat-model.ts';
import { Composer } from './composer.tsx';
import { isMadeUpName } from './made-up-name.ts';
import { NameDialog } from './name-dialog.tsx';
import { ReactionButton } from './reaction-button.tsx';
import { ReactionSky } from './reaction-sky.tsx';

interface ChatWriteProps {
  readonly chat: ChatModel;
  readonly field: RefObject<HTMLTextAreaElement | null>;
}

const OfflineNote = () => (
  <p class="chat-composer-note">
    <Icon name="info" sizePx={14} />
    {t('chat.closedOffline')}
  </p>
);

/** One may write on; what is sent earlier waits for its time. */
const SlowNote = ({ untilMs, nowMs }: { readonly untilMs: number; readonly nowMs: () => number }) => {
  const seconds = useSecondsLeft(untilMs, nowMs);
  if (seconds === 0) return null;
  return (
    <p class="chat-composer-note digits">
      <Icon name="hourglass" sizePx={14} />
      {t('chat.closedSlow', { time: formatDuration(seconds * 1000) })}
    </p>
  );
};

/** Asked once per page: whoever keeps a made-up name has decided. */
const isNameSettled = { current: false };

/** The lower edge of the chat: the field, or why there is none, and reactions. */
export const ChatWrite = ({ chat, field }: ChatWriteProps) => {
  const isNaming = useSignal(false);
  const state = chat.state.value;
  const reader = chat.reader.value;
  const isStale = state.status === 'ready' && state.staleSinceMs !== null;
  const slowUntilMs = chat.slowUntilMs.value ?? 0;
  const send = () => {
    // Without a connection no name can be had; the message is worth more.
    if (isMadeUpName(chat.name.peek()) && !isNameSettled.current && !isStale) isNaming.value = true;
    else chat.send();
  };
  return (
    <div class="chat-write">
      <ReactionSky source={chat.reactions} />
      <Composer
        draft={chat.draft}
        gate={chat.gate.value}
        field={field}
        nowMs={() => chat.nowMs()}
        people={() => chat.people()}
        mayWhisper={reader.isCrew}
        mayAnnounce={reader.mayModerate}
        onSend={send}
        note={
          isStale ? <OfflineNote /> : <SlowNote key={slowUntilMs} untilMs={slowUntilMs} nowMs={chat.nowMs} />
        }
        idleAction={<ReactionButton onReact={(kind) => chat.react(kind)} />}
      />
      {isNaming.value && (
        <NameDialog
          name={chat.name.value}
          onClose={() => (isNaming.value = false)}
          onNamed={() => {
            isNameSettled.current = true;
            chat.send();
            field.current?.focus();
          }}
        />
      )}
    </div>
  );
};
