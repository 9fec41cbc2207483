import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Role } from '#protocol/roles.ts';
import { ButtonLink } from '../design/button.tsx';
import { Empty, ErrorState, Skeleton } from '../design/notice.tsx';
import { errorText } from '../messages/error-text.ts';
import { t } from '../messages/t.ts';
import { useLive } from './live-context.ts';

interface RoleGateProps {
  readonly roles: readonly Role[];
  readonly children: ComponentChildren;
}

/** Shows its children to these roles only. The server refuses all others anyway; this says so kindly. */
export const RoleGate = ({ roles, children }: RoleGateProps) => {
  const { session } = useLive();
  useEffect(() => void session.ensure(), [session]);
  const state = session.state.value;
  if (state.status === 'refused') {
    return (
      <ErrorState
        title={t('everywhere.pageFailed')}
        advice={errorText(state.error)}
        onRetry={() => void session.ensure()}
      />
    );
  }
  if (state.status !== 'signed-in') {
    return (
      <div class="page-loading" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="40vh" />
      </div>
    );
  }
  if (roles.includes(state.session.role)) return <>{children}</>;
  return (
    <Empty icon="shield" title={t('everywhere.noEntry')} advice={t('everywhere.noEntryAdvice')}>
      <ButtonLink href="/" tone="act">
        {t('everywhere.toLobby')}
      </ButtonLink>
    </Empty>
  );
};
