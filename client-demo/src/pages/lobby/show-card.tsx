import type { ShowListEntry } from '#protocol/views.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Badge, StatusBadge } from '../../design/badge.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { Countdown, useSecondsLeft } from '../../design/countdown.tsx';
import { formatDuration, formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { ShowPicture } from '../../replay/show-picture.tsx';
import { Link } from '../../router.tsx';
import { saveReminder } from './reminder.ts';
import './headliner.css';
import './show-card.css';

interface CardProps {
  readonly show: ShowListEntry;
  readonly nowMs: () => number;
}

const Host = ({ name }: { readonly name: string }) => (
  <span class="show-host">
    <Avatar name={name} />
    <span dir="auto">{t('lobby.with', { name })}</span>
  </span>
);

const When = ({ show, nowMs }: CardProps) => {
  if (show.status === 'live' && show.liveSinceMs !== null) {
    return <>{t('lobby.liveFor', { duration: formatDuration(nowMs() - show.liveSinceMs) })}</>;
  }
  if (show.status === 'ended' && show.liveSinceMs !== null) return <>{formatMoment(show.liveSinceMs)}</>;
  if (show.status === 'paused') return <>{t('lobby.waiting')}</>;
  if (show.startsAtMs === null) return <>{t('lobby.notScheduled')}</>;
  return <>{formatMoment(show.startsAtMs)}</>;
};

/** The show on stage right now, as large as it deserves: the one thing to do in the lobby. */
export const Headliner = ({ show, nowMs }: CardProps) => (
  <article class="headliner in-the-dark">
    <ShowPicture showId={show.showId} status={show.status} isLit={show.status === 'live'} />
    <div class="headliner-words">
      <div class="row">
        <StatusBadge status={show.status} />
        <span class="digits soft">
          <When show={show} nowMs={nowMs} />
        </span>
      </div>
      <h2 dir="auto">{show.title}</h2>
      {show.description !== '' && (
        <p class="headliner-about soft" dir="auto">
          {show.description}
        </p>
      )}
      <Host name={show.hostName} />
      <div class="headliner-act">
        <ButtonLink href={`/watch/${show.showId}`} tone="act" size="big" icon="play">
          {t('lobby.watch')}
        </ButtonLink>
      </div>
    </div>
  </article>
);

const Upcoming = ({ startsAtMs, nowMs }: { readonly startsAtMs: number; readonly nowMs: () => number }) => {
  const seconds = useSecondsLeft(startsAtMs, nowMs);
  if (seconds === 0) return <strong class="show-soon">{t('lobby.startsAnyMoment')}</strong>;
  return <Countdown untilMs={startsAtMs} nowMs={nowMs} />;
};

const remind = (show: ShowListEntry, startsAtMs: number): void =>
  saveReminder({
    showId: show.showId,
    title: show.title,
    description: show.description,
    startsAtMs,
    url: new URL(`/watch/${show.showId}`, location.origin).href,
    alarmText: t('lobby.reminderAlarm', { title: show.title }),
  });

/** One show of a shelf: a card on a desk, a row on a phone. The whole of it opens the show. */
export const ShowCard = ({ show, nowMs }: CardProps) => {
  const { startsAtMs } = show;
  const isComing = show.status === 'scheduled' || show.status === 'rehearsal';
  return (
    <article class="show-card">
      <div class="show-picture">
        <ShowPicture showId={show.showId} status={show.status} isLit={show.status !== 'paused'} />
        {show.status === 'ended' ? (
          <Badge icon="play">{t('replay.replay')}</Badge>
        ) : (
          !isComing && <StatusBadge status={show.status} />
        )}
      </div>
      <div class="show-words">
        <p class="show-when digits">
          <When show={show} nowMs={nowMs} />
        </p>
        <h3 dir="auto">
          <Link href={`/watch/${show.showId}`} class="show-link">
            {show.title}
          </Link>
        </h3>
        <Host name={show.hostName} />
        {isComing && startsAtMs !== null && (
          <div class="show-foot">
            <Upcoming startsAtMs={startsAtMs} nowMs={nowMs} />
            <Button
              tone="plain"
              size="small"
              icon="bell"
              title={t('lobby.remindHint')}
              aria-label={t('lobby.reminderOf', { title: show.title })}
              onClick={() => remind(show, startsAtMs)}
            >
              {t('lobby.remind')}
            </Button>
          </div>
        )}
      </div>
    </article>
  );
};
