import { useSignal } from '@preact/signals';
import type { SessionListEntry } from '#protocol/views.ts';
import { useResource } from '../../api/resource.ts';
import { listSessions, revokeSession } from '../../api/routes.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { errorText } from '../../messages/error-text.ts';
import { formatRelative } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { roleNames } from './link-form.tsx';

const refreshEveryMs = 15_000;

interface SessionRowProps {
  readonly entry: SessionListEntry;
  readonly isOwn: boolean;
  readonly nowMs: number;
  readonly onRevoke: () => void;
}

const SessionRow = ({ entry, isOwn, nowMs, onRevoke }: SessionRowProps) => (
  <li class="operator-row" data-faded={entry.revokedAtMs !== null}>
    <Avatar name={entry.name} />
    <div class="operator-row-words">
      <h2 dir="auto">{entry.name}</h2>
      <p class="small soft">
        {t(roleNames[entry.role])} · {t('operator.seen', { time: formatRelative(entry.lastSeenAtMs, nowMs) })}
      </p>
    </div>
    {isOwn && <Badge tone="act">{t('operator.thisSession')}</Badge>}
    {!isOwn && entry.revokedAtMs !== null && <Badge>{t('operator.revoked')}</Badge>}
    {!isOwn && entry.revokedAtMs === null && (
      <IconButton
        icon="remove"
        tone="careful"
        label={t('operator.revokeSession', { name: entry.name })}
        onClick={onRevoke}
      />
    )}
  </li>
);

/** Who is signed in. Anonymous viewers come and go by the hundred, so those with a task stand first. */
const byTask = (sessions: readonly SessionListEntry[]): readonly SessionListEntry[] =>
  sessions.toSorted(
    (a, b) =>
      Number(a.revokedAtMs !== null) - Number(b.revokedAtMs !== null) ||
      Number(a.role === 'viewer') - Number(b.role === 'viewer') ||
      b.lastSeenAtMs - a.lastSeenAtMs,
  );

/** All sessions, and the way to end one. */
export const Sessions = () => {
  const { session, clock } = useLive();
  const sessions = useResource(() => listSessions(session), refreshEveryMs);
  const revoking = useSignal<SessionListEntry | null>(null);
  const state = sessions.state.value;
  const own = session.state.value.status === 'signed-in' ? session.state.value.session.sessionId : undefined;
  const entry = revoking.value;
  if (state.status === 'loading') return <Skeleton height="14rem" />;
  if (state.status === 'failed') {
    return (
      <ErrorState
        title={t('operator.loadFailed')}
        advice={errorText(state.error)}
        busy={sessions.isBusy.value}
        onRetry={() => void sessions.refresh()}
      />
    );
  }
  return (
    <section class="stack">
      {state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      {state.value.sessions.length === 0 && (
        <Empty icon="users" title={t('operator.noSessions')} advice={t('operator.noSessionsAdvice')} />
      )}
      <ul role="list" class="operator-rows">
        {byTask(state.value.sessions).map((one) => (
          <SessionRow
            key={one.sessionId}
            entry={one}
            isOwn={one.sessionId === own}
            nowMs={clock.nowMs()}
            onRevoke={() => (revoking.value = one)}
          />
        ))}
      </ul>
      {entry && (
        <Confirm
          title={t('operator.signOut')}
          question={t('operator.revokeSessionAsk', { name: entry.name })}
          confirmLabel={t('operator.signOut')}
          run={() => revokeSession(session, entry.sessionId)}
          onDone={() => {
            revoking.value = null;
            void sessions.refresh();
          }}
          onClose={() => (revoking.value = null)}
        />
      )}
    </section>
  );
};
