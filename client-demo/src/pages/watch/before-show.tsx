import type { ShowView } from '#protocol/views.ts';
import { Button } from '../../design/button.tsx';
import { Countdown, useSecondsLeft } from '../../design/countdown.tsx';
import { StageArt } from '../../design/stage-art.tsx';
import { t } from '../../messages/t.ts';
import { formatMoment } from '../../messages/time.ts';
import { useLive } from '../../shell/live-context.ts';
import { saveReminder } from '../lobby/reminder.ts';
import './curtain.css';

/** The last stretch: the countdown makes room for the word that it is about to begin. */
const Waiting = ({ startsAtMs, nowMs }: { readonly startsAtMs: number; readonly nowMs: () => number }) => {
  const seconds = useSecondsLeft(startsAtMs, nowMs);
  if (seconds === 0) {
    return (
      <p class="watch-soon" role="status">
        {t('watch.startingSoon')}
      </p>
    );
  }
  return (
    <>
      <Countdown untilMs={startsAtMs} nowMs={nowMs} size="big" />
      <p class="soft digits">{formatMoment(startsAtMs)}</p>
    </>
  );
};

const remind = (show: ShowView, startsAtMs: number): void =>
  saveReminder({
    showId: show.showId,
    title: show.title,
    description: show.description,
    startsAtMs,
    url: new URL(`/watch/${show.showId}`, location.origin).href,
    alarmText: t('lobby.reminderAlarm', { title: show.title }),
  });

interface BeforeShowProps {
  readonly show: ShowView;
  readonly startsAtMs: number | null;
}

/** The curtain is still down: when it rises, and the reminder. The picture comes by itself. */
export const BeforeShow = ({ show, startsAtMs }: BeforeShowProps) => {
  const { clock } = useLive();
  const nowMs = () => clock.nowMs();
  return (
    <section class="watch-stage watch-curtain" aria-label={t('watch.beforeShow')} data-state="before">
      <div class="watch-poster">
        <StageArt seed={show.showId} />
      </div>
      <div class="watch-curtain-words">
        {startsAtMs === null ? (
          <p class="watch-soon">{t('lobby.notScheduled')}</p>
        ) : (
          <Waiting key={startsAtMs} startsAtMs={startsAtMs} nowMs={nowMs} />
        )}
        <p class="soft">{t('watch.staysOpen')}</p>
        {startsAtMs !== null && startsAtMs > nowMs() && (
          <Button icon="bell" title={t('lobby.remindHint')} onClick={() => remind(show, startsAtMs)}>
            {t('lobby.remind')}
          </Button>
        )}
      </div>
    </section>
  );
};
