import type { ShowListEntry } from '#protocol/views.ts';
import { Empty, ErrorState, Skeleton, StaleNote } from '../../design/notice.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { programmeOf, type Programme } from './programme.ts';
import { Headliner, ShowCard } from './show-card.tsx';
import { useReplays } from './use-replays.ts';
import { useShows } from './use-shows.ts';
import './lobby.css';

const Loading = () => (
  <div class="stack" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
    <Skeleton height="clamp(20rem, 44vw, 30rem)" />
    <div class="shelf">
      <Skeleton height="18rem" />
      <Skeleton height="18rem" />
      <Skeleton height="18rem" />
    </div>
  </div>
);

const DarkStage = ({ mayProduce }: { readonly mayProduce: boolean }) => (
  <div class="dark-stage">
    <Empty
      icon="lamp"
      title={t('lobby.emptyTitle')}
      advice={mayProduce ? t('lobby.emptyAdviceHost') : t('lobby.emptyAdvice')}
    >
      {mayProduce && (
        <ButtonLink href="/studio" tone="act">
          {t('lobby.toStudio')}
        </ButtonLink>
      )}
    </Empty>
  </div>
);

/** What can be seen again; nothing while nothing is kept. */
const Replays = ({
  shows,
  nowMs,
}: {
  readonly shows: readonly ShowListEntry[];
  readonly nowMs: () => number;
}) => {
  const kept = useReplays(shows);
  if (kept.length === 0) return null;
  return (
    <section class="stack">
      <h2 class="shelf-title">{t('replay.watchAgain')}</h2>
      <div class="shelf">
        {kept.map((show) => (
          <ShowCard key={show.showId} show={show} nowMs={nowMs} />
        ))}
      </div>
    </section>
  );
};

const Shelves = ({ programme, nowMs }: { readonly programme: Programme; readonly nowMs: () => number }) => {
  const [headliner, ...others] = programme.onStage;
  return (
    <>
      {headliner && (
        <section aria-label={t('lobby.onStageNow')} class="stack">
          <Headliner show={headliner} nowMs={nowMs} />
          {others.length > 0 && (
            <div class="shelf">
              {others.map((show) => (
                <ShowCard key={show.showId} show={show} nowMs={nowMs} />
              ))}
            </div>
          )}
        </section>
      )}
      {programme.coming.length > 0 && (
        <section class="stack">
          <h2 class="shelf-title">{t('lobby.comingUp')}</h2>
          <div class="shelf">
            {programme.coming.map((show) => (
              <ShowCard key={show.showId} show={show} nowMs={nowMs} />
            ))}
          </div>
        </section>
      )}
    </>
  );
};

/** The lobby: what is on stage, and what comes. */
export const Page = () => {
  const live = useLive();
  const { session, clock } = live;
  const shows = useShows(live);
  usePageTitle('');
  const state = shows.state.value;
  const who = session.state.value;
  const role = who.status === 'signed-in' ? who.session.role : 'viewer';
  if (state.status === 'loading') return <div class="page">{<Loading />}</div>;
  if (state.status === 'failed') {
    return (
      <ErrorState
        title={t('lobby.failedTitle')}
        advice={errorText(state.error)}
        busy={shows.isBusy.value}
        onRetry={() => void shows.refresh()}
      />
    );
  }
  const programme = programmeOf(state.value.shows);
  const nowMs = () => clock.nowMs();
  const isEmpty = programme.onStage.length + programme.coming.length === 0;
  return (
    <div class="page lobby stack">
      <h1 class="unseen">{t('lobby.title')}</h1>
      <p class="unseen" role="status">
        {t('lobby.live', { count: programme.onStage.length })}
      </p>
      {state.isStale && <StaleNote sinceMs={state.readAtMs} />}
      {isEmpty ? (
        <DarkStage mayProduce={role === 'admin' || role === 'host'} />
      ) : (
        <Shelves programme={programme} nowMs={nowMs} />
      )}
      <Replays shows={programme.over} nowMs={nowMs} />
    </div>
  );
};
