import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { Countdown } from '../../design/countdown.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import type { MessageKey } from '../../messages/language.ts';
import { formatDuration } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { PauseDialog } from './pause-dialog.tsx';
import { StateActions } from './state-actions.tsx';
import { useStudio } from './use-studio.ts';
import './state-panel.css';

type Status = ShowView['status'];

const looks: Record<
  Status,
  { readonly icon: IconName; readonly title: MessageKey; readonly about: MessageKey }
> = {
  draft: { icon: 'pencil', title: 'everywhere.statusDraft', about: 'studio.aboutDraft' },
  scheduled: { icon: 'calendar', title: 'everywhere.statusScheduled', about: 'studio.aboutScheduled' },
  rehearsal: { icon: 'lamp', title: 'everywhere.statusRehearsal', about: 'studio.aboutRehearsal' },
  live: { icon: 'camera', title: 'everywhere.statusLive', about: 'studio.aboutLive' },
  paused: { icon: 'pause', title: 'everywhere.statusPaused', about: 'studio.aboutPaused' },
  ended: { icon: 'check', title: 'everywhere.statusEnded', about: 'studio.aboutEnded' },
  archived: { icon: 'check', title: 'everywhere.statusArchived', about: 'studio.aboutArchived' },
};

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
        <StateActions key={show.status} show={show} onPause={() => (isPausing.value = true)} />
      </div>
      {isPausing.value && <PauseDialog onClose={() => (isPausing.value = false)} />}
    </section>
  );
};
