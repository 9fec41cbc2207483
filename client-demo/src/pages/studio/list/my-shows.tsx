import { useSignal } from '@preact/signals';
import type { ShowListEntry } from '#protocol/views.ts';
import { useResource } from '../../../api/resource.ts';
import { listShows } from '../../../api/routes.ts';
import { StatusBadge } from '../../../design/badge.tsx';
import { Button } from '../../../design/button.tsx';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../../design/notice.tsx';
import { StageArt } from '../../../design/stage-art.tsx';
import { errorText } from '../../../messages/error-text.ts';
import { formatMoment } from '../../../messages/time.ts';
import { t } from '../../../messages/t.ts';
import { Link, navigate } from '../../../router.tsx';
import { useLive } from '../../../shell/live-context.ts';
import { createShow, ShowForm } from './show-form.tsx';
import './my-shows.css';

const refreshEveryMs = 20_000;

/** Shows by how soon they need a hand: on stage first, then coming, drafts, and the past. */
const urgency: Record<ShowListEntry['status'], number> = {
  live: 0,
  paused: 1,
  rehearsal: 2,
  scheduled: 3,
  draft: 4,
  ended: 5,
  archived: 6,
};

/** Sorted by urgency, then by time. Pure. */
export const byUrgency = (shows: readonly ShowListEntry[]): readonly ShowListEntry[] =>
  shows.toSorted(
    (a, b) =>
      urgency[a.status] - urgency[b.status] || (a.startsAtMs ?? Infinity) - (b.startsAtMs ?? Infinity) || 0,
  );

/** A show that went on air has a time, planned or not. */
const whenOf = ({ startsAtMs, liveSinceMs }: ShowListEntry): string => {
  const momentMs = liveSinceMs ?? startsAtMs;
  return momentMs === null ? t('studio.draftNoTime') : formatMoment(momentMs);
};

const ShowRow = ({ show }: { readonly show: ShowListEntry }) => (
  <li class="show-row">
    <span class="show-row-art">
      <StageArt seed={show.showId} isLit={show.status !== 'ended' && show.status !== 'archived'} />
    </span>
    <div class="show-row-words">
      <h3 dir="auto">
        <Link href={`/studio/${show.showId}`} class="show-row-link">
          {show.title}
        </Link>
      </h3>
      <p class="small soft digits">{whenOf(show)}</p>
    </div>
    <StatusBadge status={show.status} />
  </li>
);

/** All shows this person may produce, and the way to a new one. */
export const MyShows = () => {
  const live = useLive();
  const shows = useResource(() => listShows(live.session), refreshEveryMs);
  const isCreating = useSignal(false);
  const state = shows.state.value;
  const create = (
    <Button tone="act" icon="plus" onClick={() => (isCreating.value = true)}>
      {t('studio.newShow')}
    </Button>
  );
  return (
    <section class="stack">
      <div class="section-head">
        <h2>{t('studio.yourShows')}</h2>
        {state.status === 'ready' && state.value.shows.length > 0 && create}
      </div>
      {state.status === 'loading' && <Skeleton height="16rem" />}
      {state.status === 'failed' && (
        <ErrorState
          title={t('studio.listFailed')}
          advice={errorText(state.error)}
          busy={shows.isBusy.value}
          onRetry={() => void shows.refresh()}
        />
      )}
      {state.status === 'ready' && state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      {state.status === 'ready' && state.value.shows.length === 0 && (
        <Empty icon="lamp" title={t('studio.noShows')} advice={t('studio.noShowsAdvice')}>
          {create}
        </Empty>
      )}
      {state.status === 'ready' && state.value.shows.length > 0 && (
        <ul role="list" class="show-rows">
          {byUrgency(state.value.shows).map((show) => (
            <ShowRow key={show.showId} show={show} />
          ))}
        </ul>
      )}
      {isCreating.value && (
        <ShowForm
          heading={t('studio.newShow')}
          submitLabel={t('studio.createShow')}
          initial={{ title: '', description: '', startsAtMs: null }}
          hasTime
          nowMs={() => live.clock.nowMs()}
          save={(details) => createShow(live.socket(), details)}
          onSaved={(showId) => navigate(`/studio/${showId}`)}
          onClose={() => (isCreating.value = false)}
        />
      )}
    </section>
  );
};
