import type { ComponentChildren } from 'preact';
import { IconButton } from '../design/button.tsx';
import { Menu } from '../design/menu.tsx';
import { useShortcuts } from '../design/shortcuts.tsx';
import { formatCount } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { canFullScreen, toggleFullScreen } from '../pages/watch/full-screen.ts';
import { rungName } from '../pages/watch/rung-name.ts';
import type { Chapter } from './chapters.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { clockOf } from './replay-clock.ts';
import { SeekBar } from './seek-bar.tsx';
import type { Thumbnail } from './thumbnails.ts';
import './controls.css';

interface ControlsProps {
  readonly showId: string;
  readonly player: ReplayPlayer;
  /** What full screen is for: picture and controls. */
  readonly frame: { readonly current: HTMLElement | null };
  readonly thumbnails: readonly Thumbnail[];
  readonly chapters: readonly Chapter[];
}

const skipS = 10;
const speeds = [0.5, 1, 1.25, 1.5, 2] as const;

type One = { readonly player: ReplayPlayer };

const PlayKey = ({ player }: One) => {
  const { isPlaying, isOver } = player.facts;
  const label = isPlaying.value ? t('replay.pause') : isOver.value ? t('replay.again') : t('replay.play');
  const icon = isPlaying.value ? 'pause' : isOver.value ? 'retry' : 'play';
  return <IconButton icon={icon} label={label} onClick={() => player.togglePlay()} />;
};

/** Wide screens get a slider; phones have keys at their side. */
const Volume = ({ player }: One) => {
  const { volume, isMuted } = player.facts;
  const isSilent = isMuted.value || volume.value === 0;
  return (
    <span class="replay-volume">
      <IconButton
        icon={isSilent ? 'volume-off' : 'volume'}
        label={isSilent ? t('replay.unmute') : t('replay.mute')}
        aria-pressed={isSilent}
        onClick={() => player.toggleSound()}
      />
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        aria-label={t('replay.volume')}
        value={isSilent ? 0 : volume.value}
        onInput={(event) => player.setVolume(event.currentTarget.valueAsNumber)}
      />
    </span>
  );
};

const speedName = (speed: number): string =>
  speed === 1 ? t('replay.speedNormal') : `${formatCount(speed)}×`;

const SpeedMenu = ({ player }: One) => (
  <Menu
    label={t('replay.speed')}
    icon="speed"
    items={speeds.map((speed) => ({
      label: speedName(speed),
      icon: 'speed' as const,
      choice: 'radio' as const,
      isChosen: player.speed.value === speed,
      run: () => player.setSpeed(speed),
    }))}
  />
);

const QualityMenu = ({ player }: One) => {
  const sizes = player.rungs.value;
  if (sizes.length < 2) return null;
  const choices = [null, ...sizes.map(({ rung }) => rung).toReversed()];
  return (
    <Menu
      label={t('replay.quality')}
      icon="sliders"
      items={choices.map((rung) => ({
        label: rungName(rung ?? 'auto', sizes),
        icon: rung === null ? ('sliders' as const) : ('screen' as const),
        choice: 'radio' as const,
        isChosen: player.rung.value === rung,
        run: () => player.choose(rung),
      }))}
    />
  );
};

/** What belongs to the tape keeps the tape's direction in every language. */
const Tape = ({ player, children }: One & { readonly children?: ComponentChildren }) => (
  <span class="replay-tape" dir="ltr">
    <IconButton icon="skip-back" label={t('replay.back')} onClick={() => player.skip(-skipS)} />
    {children}
    <IconButton icon="skip-forward" label={t('replay.forward')} onClick={() => player.skip(skipS)} />
  </span>
);

/** The bar and the keys under the picture of a replay. */
export const Controls = ({ showId, player, frame, thumbnails, chapters }: ControlsProps) => {
  const { positionS, durationS, bufferedS } = player.facts;
  const fullScreen = () => void toggleFullScreen(frame.current, player.video);
  useShortcuts([
    { keys: ['k'], shown: 'K', label: t('replay.keyPlay'), run: () => player.togglePlay() },
    {
      keys: ['j', 'l'],
      shown: 'J, L',
      label: t('replay.keySkip'),
      run: (key) => player.skip(key === 'j' ? -skipS : skipS),
    },
    { keys: ['s'], shown: 'S', label: t('replay.keyMute'), run: () => player.toggleSound() },
    { keys: ['f'], shown: 'F', label: t('replay.keyFullScreen'), run: fullScreen },
  ]);
  return (
    <div class="replay-controls" role="group" aria-label={t('replay.controls')}>
      <div class="replay-line" dir="ltr">
        <span class="digits small">{clockOf(positionS.value)}</span>
        <SeekBar
          showId={showId}
          positionS={positionS.value}
          durationS={durationS.value}
          bufferedS={bufferedS.value}
          thumbnails={thumbnails}
          chapters={chapters}
          onSeek={(atS) => player.seekTo(atS)}
        />
        <span class="digits small">{clockOf(durationS.value)}</span>
      </div>
      <div class="replay-keys">
        <Tape player={player}>
          <PlayKey player={player} />
        </Tape>
        <Volume player={player} />
        <span class="replay-gap" />
        <SpeedMenu player={player} />
        <QualityMenu player={player} />
        {canFullScreen(player.video) && (
          <IconButton icon="fullscreen" label={t('replay.fullScreen')} onClick={fullScreen} />
        )}
      </div>
    </div>
  );
};
