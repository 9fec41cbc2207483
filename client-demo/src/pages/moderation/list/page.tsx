import type { ShowListEntry } from '#protocol/views.ts';
import { useResource } from '../../../api/resource.ts';
import { listShows } from '../../../api/routes.ts';
import { StatusBadge } from '../../../design/badge.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../../design/notice.tsx';
import { StageArt } from '../../../design/stage-art.tsx';
import { errorText } from '../../../messages/error-text.ts';
import { formatMoment } from '../../../messages/time.ts';
import { t } from '../../../messages/t.ts';
import { Link } from '../../../router.tsx';
import { useLive } from '../../../shell/live-context.ts';
import { usePageTitle } from '../../../shell/page-title.ts';
import { RoleGate } from '../../../shell/role-gate.tsx';
import { byUrgency } from '../../studio/list/my-shows.tsx';
import '../../studio/list/my-shows.css';

const refreshEveryMs = 20_000;

const ShowRow = ({ show }: { readonly show: ShowListEntry }) => {
  const momentMs = show.liveSinceMs ?? show.startsAtMs;
  return (
    <li class="show-row">
      <span class="show-row-art">
        <StageArt seed={show.showId} isLit={show.status !== 'ended' && show.status !== 'archived'} />
      </span>
      <div class="show-row-words">
        <h2 dir="auto">
          <Link href={`/moderation/${show.showId}`} class="show-row-link">
            {show.title}
          </Link>
        </h2>
        {momentMs !== null && <p class="small soft digits">{formatMoment(momentMs)}</p>}
      </div>
      <StatusBadge status={show.status} />
    </li>
  );
};

const Shows = () => {
  const live = useLive();
  const shows = useResource(() => listShows(live.session), refreshEveryMs);
  const state = shows.state.value;
  if (state.status === 'loading') return <Skeleton height="16rem" />;
  if (state.status === 'failed') {
    return (
      <ErrorState
        title={t('studio.listFailed')}
        advice={errorText(state.error)}
        busy={shows.isBusy.value}
        onRetry={() => void shows.refresh()}
      />
    );
  }
  if (state.value.shows.length === 0) {
    return <Empty icon="shield" title={t('moderation.noShows')} advice={t('moderation.noShowsAdvice')} />;
  }
  return (
    <>
      {state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      <ul role="list" class="show-rows">
        {byUrgency(state.value.shows).map((show) => (
          <ShowRow key={show.showId} show={show} />
        ))}
      </ul>
    </>
  );
};

/** Where a moderator of all shows chooses the one to look after. */
export const Page = () => {
  usePageTitle(t('moderation.title'));
  return (
    <RoleGate roles={['admin', 'host', 'moderator', 'agent', 'staff']}>
      <div class="page stack">
        <h1>{t('moderation.chooseShow')}</h1>
        <Shows />
      </div>
    </RoleGate>
  );
};
