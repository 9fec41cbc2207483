import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { ButtonLink } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Menu, type MenuItem } from '../../design/menu.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { Icon } from '../../design/icon.tsx';
import { freshId } from '../../live/fresh-id.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { leaveGuard, Link, navigate, type PageProps } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import { editShow, ShowForm } from './list/show-form.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { ProgrammeMonitor } from './programme-monitor.tsx';
import { SharePanel } from './share-panel.tsx';
import { Sources } from './sources.tsx';
import { StatePanel } from './state-panel.tsx';
import { isProducing, StudioContext, useNewStudio, useStudio } from './use-studio.ts';
import './studio.css';

/** Asks before the page is left while it sends to a running show. */
const useLeaveGuard = (show: ShowView): void => {
  const { own } = useStudio();
  const guards = isProducing(show.status, own.list.value.length);
  useEffect(() => {
    leaveGuard.value = guards ? () => window.confirm(t('studio.leaveAsk')) : null;
    return () => {
      leaveGuard.value = null;
    };
  }, [guards]);
};

const Head = ({ show }: { readonly show: ShowView }) => {
  const { socket, showId, nowMs } = useStudio();
  const open = useSignal<'edit' | 'archive' | null>(null);
  const { title, description, startsAtMs, status } = show;
  const items: readonly MenuItem[] = [
    { label: t('studio.edit'), icon: 'pencil', run: () => (open.value = 'edit') },
    { label: t('moderation.moderateChat'), icon: 'shield', run: () => navigate(`/moderation/${showId}`) },
    { label: t('studio.viewAsAudience'), icon: 'eye', run: () => window.open(`/watch/${showId}`, '_blank') },
    ...(['draft', 'scheduled', 'ended'].includes(status)
      ? [
          {
            label: t('studio.archive'),
            icon: 'remove',
            isCareful: true,
            run: () => (open.value = 'archive'),
          } as const,
        ]
      : []),
  ];
  return (
    <div class="studio-head">
      <Link href="/studio" class="studio-back" aria-label={t('studio.toShows')}>
        <Icon name="chevron" sizePx={22} />
      </Link>
      <h1 dir="auto">{title}</h1>
      {status !== 'archived' && (
        <ButtonLink href={`/sale/${showId}`} icon="megaphone">
          {t('sale.title')}
        </ButtonLink>
      )}
      {status !== 'archived' && <Menu label={t('everywhere.more')} items={items} />}
      {open.value === 'edit' && (
        <ShowForm
          heading={t('studio.edit')}
          submitLabel={t('everywhere.save')}
          initial={{ title, description, startsAtMs }}
          hasTime={status === 'draft' || status === 'scheduled'}
          nowMs={nowMs}
          save={(details) => editShow(socket, showId, { title, description, startsAtMs }, details)}
          onSaved={() => (open.value = null)}
          onClose={() => (open.value = null)}
        />
      )}
      {open.value === 'archive' && (
        <Confirm
          title={t('studio.archive')}
          question={t('studio.archiveAsk', { title })}
          confirmLabel={t('studio.archive')}
          run={() => socket.request('show.archive-show', { commandId: freshId(), showId })}
          onDone={() => navigate('/studio')}
          onClose={() => (open.value = null)}
        />
      )}
    </div>
  );
};

const Floor = ({ show, isStale }: { readonly show: ShowView; readonly isStale: boolean }) => {
  const { session } = useLive();
  const who = session.state.value;
  const personId = who.status === 'signed-in' ? who.session.personId : '';
  usePageTitle(show.title);
  useLeaveGuard(show);
  return (
    <div class="page studio" data-status={show.status}>
      <Head show={show} />
      {isStale && (
        <p class="stale studio-stale" role="status">
          <Icon name="careful" sizePx={18} />
          {t('studio.stale')}
        </p>
      )}
      <div class="studio-floor">
        <ProgrammeMonitor show={show} />
        <StatePanel show={show} />
        <ChatPanel showId={show.showId} />
        <Sources show={show} personId={personId} />
        <SharePanel show={show} />
      </div>
    </div>
  );
};

const Studio = ({ showId }: { readonly showId: string }) => {
  const studio = useNewStudio(useLive(), showId);
  const state = studio.follow.value;
  if (state.status === 'refused') {
    return (
      <ErrorState title={t('studio.openFailed')} advice={errorText(state.error)}>
        <ButtonLink href="/studio" tone="act">
          {t('studio.toShows')}
        </ButtonLink>
      </ErrorState>
    );
  }
  if (state.status === 'loading') {
    return (
      <div class="page studio" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="2.5rem" width="60%" />
        <div class="studio-floor">
          <Skeleton height="24rem" />
          <Skeleton height="16rem" />
        </div>
      </div>
    );
  }
  return (
    <StudioContext.Provider value={studio}>
      <Floor show={state.show} isStale={state.staleSinceMs !== null} />
    </StudioContext.Provider>
  );
};

/** The studio of one show: state, programme, sources. */
export const Page = ({ params }: PageProps) => (
  <RoleGate roles={['admin', 'host']}>
    <Studio showId={params['showId'] ?? ''} />
  </RoleGate>
);
