import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { assertNever } from '#domain/decision.ts';
import type { ShowView } from '#protocol/views.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { Countdown, useSecondsLeft } from '../../design/countdown.tsx';
import { HoldButton } from '../../design/hold-button.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import type { MessageKey } from '../../messages/language.ts';
import { formatDuration } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { PauseDialog } from './pause-dialog.tsx';
import { useStudio } from './use-studio.ts';

type Status = ShowView['status'];

const looks: Record<
  Status,
  { readonly icon: IconName; readonly title: MessageKey; readonly about: MessageKey }
> = {
  draft: { icon: 'pencil', title: 'common.statusDraft', about: 'studio.aboutDraft' },
  scheduled: { icon: 'calendar', title: 'common.statusScheduled', about: 'studio.aboutScheduled' },
  rehearsal: { icon: 'lamp', title: 'common.statusRehearsal', about: 'studio.aboutRehearsal' },
  live: { icon: 'camera', title: 'common.statusLive', about: 'studio.aboutLive' },
  paused: { icon: 'pause', title: 'common.statusPaused', about: 'studio.aboutPaused' },
  ended: { icon: 'check', title: 'common.statusEnded', about: 'studio.aboutEnded' },
  archived: { icon: 'check', title: 'common.statusArchived', about: 'studio.aboutArchived' },
};

/** The same window as the domain's `reopenWindowMs`; the server decides, this only stops offering in vain. */
const reopenWindowMs = 10 * 60_000;

/** A clock that counts up from a moment. */
const Elapsed = ({ sinceMs }: { readonly sinceMs: number }) => {
  const { nowMs } = useStudio();
  const shown = useSignal(nowMs());
  useEffect(() => {
    const timer = setInterval(() => (shown.value = nowMs()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <time class="state-clock digits">{formatDuration(Math.max(0, shown.value - sinceMs))}</time>;
};

const GoLive = () => {
  const { command, busy } = useStudio();
  return (
    <HoldButton
      key="go-live"
      label={t('studio.goLive')}
      againLabel={t('studio.goLiveAgain')}
      icon="play"
      tone="live"
      busy={busy.value === 'show.go-live'}
      onConfirm={() => void command('show.go-live', {})}
    />
  );
};

const End = () => {
  const { command, busy } = useStudio();
  return (
    <HoldButton
      key="end"
      label={t('studio.end')}
      againLabel={t('studio.endAgain')}
      icon="stop"
      tone="careful"
      busy={busy.value === 'show.end-show'}
      onConfirm={() => void command('show.end-show', {})}
    />
  );
};

const Reopen = ({ endedAtMs }: { readonly endedAtMs: number }) => {
  const { command, busy, nowMs } = useStudio();
  const untilMs = endedAtMs + reopenWindowMs;
  const seconds = useSecondsLeft(untilMs, nowMs);
  if (seconds === 0) {
    return (
      <ButtonLink href="/studio" tone="act" size="big" wide>
        {t('studio.toShows')}
      </ButtonLink>
    );
  }
  return (
    <>
      <Button
        tone="plain"
        size="big"
        wide
        icon="undo"
        busy={busy.value === 'show.reopen-show'}
        onClick={() => void command('show.reopen-show', {})}
      >
        {t('studio.reopen')}
      </Button>
      <p class="small soft">
        {t('studio.reopenFor')} <Countdown untilMs={untilMs} nowMs={nowMs} />
      </p>
    </>
  );
};

/** The one next action as a big button, and the other one below it. */
const Actions = ({ show, onPause }: { readonly show: ShowView; readonly onPause: () => void }) => {
  const { command, busy } = useStudio();
  switch (show.status) {
    case 'draft':
    case 'scheduled':
      return (
        <>
          <GoLive />
          <Button
            wide
            icon="lamp"
            busy={busy.value === 'show.start-rehearsal'}
            onClick={() => void command('show.start-rehearsal', {})}
          >
            {t('studio.rehearse')}
          </Button>
        </>
      );
    case 'rehearsal':
      return (
        <>
          <GoLive />
          <Button
            wide
            busy={busy.value === 'show.finish-rehearsal'}
            onClick={() => void command('show.finish-rehearsal', {})}
          >
            {t('studio.finishRehearsal')}
          </Button>
        </>
      );
    case 'live':
      return (
        <>
          <Button
            tone="act"
            size="big"
            wide
            icon="pause"
            busy={busy.value === 'show.pause-show'}
            onClick={onPause}
          >
            {t('studio.pause')}
          </Button>
          <End />
        </>
      );
    case 'paused':
      return (
        <>
          <Button
            tone="live"
            size="big"
            wide
            icon="play"
            busy={busy.value === 'show.resume-show'}
            onClick={() => void command('show.resume-show', {})}
          >
            {t('studio.resume')}
          </Button>
          <End />
        </>
      );
    case 'ended':
      return <Reopen endedAtMs={show.endedAtMs ?? 0} />;
    case 'archived':
      return (
        <ButtonLink href="/studio" wide>
          {t('studio.toShows')}
        </ButtonLink>
      );
    default:
      return assertNever(show.status);
  }
};

/** The one big state of the show, since when, and what to do next. */
export const StatePanel = ({ show }: { readonly show: ShowView }) => {
  const { nowMs } = useStudio();
  const isPausing = useSignal(false);
  const { icon, title, about } = looks[show.status];
  const isOnAir = show.status === 'live' || show.status === 'paused';
  return (
    <section class="state-panel" data-status={show.status} aria-label={t('studio.state')}>
      <div class="state-head">
        <span class="state-sign">
          {show.status === 'live' ? <span class="badge-dot" /> : <Icon name={icon} sizePx={24} />}
        </span>
        <p class="state-title" role="status" data-testid="studio-state">
          {t(title)}
        </p>
        {isOnAir && show.liveSinceMs !== null && <Elapsed sinceMs={show.liveSinceMs} />}
      </div>
      <p class="soft state-about">{t(about)}</p>
      {show.status === 'scheduled' && show.startsAtMs !== null && (
        <Countdown untilMs={show.startsAtMs} nowMs={nowMs} />
      )}
      <div class="state-actions">
        <Actions key={show.status} show={show} onPause={() => (isPausing.value = true)} />
      </div>
      {isPausing.value && <PauseDialog onClose={() => (isPausing.value = false)} />}
    </section>
  );
};
