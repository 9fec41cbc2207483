import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { Badge } from '../../design/badge.tsx';
import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { createStagePlayer, type StagePlayer, type StagePlayerState } from '../../stage/stage-player.ts';
import { delayOf } from './programme-delay.ts';
import { useStudio } from './use-studio.ts';
import './programme-monitor.css';

/** Plays the programme into an element, as a viewer's browser does. */
const useProgramme = (container: { readonly current: HTMLElement | null }) => {
  const { socket, showId } = useStudio();
  const player = useSignal<StagePlayer | null>(null);
  useEffect(() => {
    if (container.current === null) return undefined;
    const made = createStagePlayer({ socket, showId, container: container.current });
    made.start({ withSound: false });
    const letGo = made.followStats();
    player.value = made;
    return () => {
      letGo();
      made.close();
      player.value = null;
    };
  }, [socket, showId]);
  return player.value;
};

/** What stands in place of the picture, or undefined while it plays. */
const coverText = (state: StagePlayerState | undefined, show: ShowView): string | undefined => {
  if (show.status === 'paused') return t('studio.coverPaused');
  if (state === undefined || state.status === 'idle' || state.status === 'connecting')
    return t('studio.coverConnecting');
  if (state.status === 'slate') {
    return state.reason === 'no-programme' ? t('studio.coverEmpty') : t('studio.coverSilent');
  }
  if (state.status === 'reconnecting') return t('studio.coverReconnecting');
  if (state.status === 'refused' || state.status === 'failed') return t('studio.coverFailed');
  return undefined;
};

const audienceText = (status: ShowView['status']): string => {
  if (status === 'live') return t('studio.seenLive');
  if (status === 'paused') return t('studio.seenPaused');
  return t('studio.seenNobody');
};

/** The picture or clip of the pause, as the audience has it now. */
const ChosenSlate = ({ slate }: { readonly slate: NonNullable<ShowView['slate']> }) => {
  if (slate.mediaId === undefined) return null;
  const address = `/media/${slate.mediaId}`;
  if (slate.kind === 'picture') return <img class="monitor-slate" src={address} alt="" />;
  return <video class="monitor-slate" src={address} autoPlay loop muted playsInline />;
};

/** What the audience sees, played through the same stage, with its delay. */
export const ProgrammeMonitor = ({ show }: { readonly show: ShowView }) => {
  const container = useRef<HTMLDivElement>(null);
  const player = useProgramme(container);
  const cover = coverText(player?.state.value, show);
  const delayMs = delayOf(player?.stats.value ?? null);
  const isHeard = player?.sound.value === 'on';
  return (
    <section class="monitor in-the-dark" data-status={show.status} aria-label={t('studio.programme')}>
      <div class="monitor-picture" ref={container} data-testid="programme" />
      {cover !== undefined && (
        <div class="monitor-cover">
          {show.status === 'paused' && show.slate && <ChosenSlate slate={show.slate} />}
          <Icon name={show.status === 'paused' ? 'pause' : 'lamp'} sizePx={40} />
          <p>{cover}</p>
        </div>
      )}
      <div class="monitor-bar">
        {show.status === 'live' ? (
          <Badge tone="live" hasDot>
            {t('studio.onAir')}
          </Badge>
        ) : (
          <Badge>{t('studio.programme')}</Badge>
        )}
        <span class="small monitor-audience">{audienceText(show.status)}</span>
        {delayMs !== null && cover === undefined && (
          <span class="small digits monitor-delay" title={t('studio.delayAbout')}>
            {t('studio.delay', { ms: formatCount(Math.round(delayMs)) })}
          </span>
        )}
        <IconButton
          icon={isHeard ? 'volume' : 'volume-off'}
          label={isHeard ? t('studio.listenOff') : t('studio.listen')}
          aria-pressed={isHeard}
          onClick={() => player?.setSound(!isHeard)}
        />
      </div>
    </section>
  );
};
