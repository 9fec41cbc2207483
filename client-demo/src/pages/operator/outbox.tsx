import { useSignal } from '@preact/signals';
import type { OutboxEntry } from '#protocol/buyer-views.ts';
import { readOutbox } from '../../api/buyer-routes.ts';
import { useResource } from '../../api/resource.ts';
import { Badge } from '../../design/badge.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { errorText } from '../../messages/error-text.ts';
import type { MessageKey } from '../../messages/language.ts';
import { formatRelative } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { OutboxMessage } from './outbox-message.tsx';

const refreshEveryMs = 5000;

const stateNames: Record<OutboxEntry['state'], MessageKey> = {
  queued: 'operator.outboxQueued',
  sent: 'operator.outboxSent',
  failed: 'operator.outboxFailed',
  kept: 'operator.outboxKept',
};

interface RowProps {
  readonly entry: OutboxEntry;
  readonly nowMs: number;
  readonly onOpen: () => void;
}

const Row = ({ entry, nowMs, onOpen }: RowProps) => (
  <li>
    <button type="button" class="operator-row outbox-row" onClick={onOpen}>
      <Icon name={entry.channel === 'push' ? 'bell' : 'mail'} sizePx={22} />
      <span class="operator-row-words">
        <strong dir="auto">{entry.subject}</strong>
        <span class="small soft outbox-facts">
          <bdi>{entry.recipient ?? t('operator.outboxPush')}</bdi> ·{' '}
          {formatRelative(entry.createdAtMs, nowMs)}
        </span>
      </span>
      <Badge tone={entry.state === 'failed' ? 'careful' : 'plain'}>{t(stateNames[entry.state])}</Badge>
    </button>
  </li>
);

/** What buyers were written. Without a mail server this is where their sign-in links are. */
export const OutboxArea = () => {
  const { session, clock } = useLive();
  const outbox = useResource(() => readOutbox(session), refreshEveryMs);
  const open = useSignal<OutboxEntry | null>(null);
  const state = outbox.state.value;
  if (state.status === 'loading') return <Skeleton height="14rem" />;
  if (state.status === 'failed') {
    return (
      <ErrorState
        title={t('operator.loadFailed')}
        advice={errorText(state.error)}
        busy={outbox.isBusy.value}
        onRetry={() => void outbox.refresh()}
      />
    );
  }
  const { sendsMail, messages } = state.value;
  return (
    <section class="stack">
      {state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      <p class="soft operator-about">
        {sendsMail ? t('operator.outboxAbout') : t('operator.outboxNoServer')}
      </p>
      {messages.length === 0 && (
        <Empty icon="mail" title={t('operator.outboxEmpty')} advice={t('operator.outboxEmptyAdvice')} />
      )}
      <ul role="list" class="operator-rows">
        {messages.map((entry) => (
          <Row
            key={entry.messageId}
            entry={entry}
            nowMs={clock.nowMs()}
            onOpen={() => (open.value = entry)}
          />
        ))}
      </ul>
      {open.value && <OutboxMessage entry={open.value} onClose={() => (open.value = null)} />}
    </section>
  );
};
