import type { RefObject } from 'preact';
import { useSignal } from '@preact/signals';
import type { ShowView } from '#protocol/views.ts';
import type { ChatModel } from '../../chat/chat-model.ts';
import { ChatOptions } from '../../chat/chat-options.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { useShortcuts } from '../../design/shortcuts.tsx';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import { canFloat } from '../../stage/browser-player.ts';

import { LiveEdge } from './live-edge.tsx';
import { QualityMenu } from './quality-menu.tsx';
import { canFullScreen, toggleFullScreen } from './full-screen.ts';
import { shareShow } from './share-show.ts';
import './controls.css';

interface ControlsProps {
  readonly player: ProgrammePlayer;
  readonly frame: RefObject<HTMLElement | null>;
  readonly show: ShowView;
  /** Nothing to hear right now: the one thing to do is to wait. */
  readonly isPaused: boolean;
  /** The tap that joins, with sound. */
  readonly onBegin: () => void;
  readonly onStats: () => void;
  readonly chat: ChatModel;
}

/** The one thing to do first: join, or turn the sound of the preview on. */
const Begin = ({ player, onBegin }: Pick<ControlsProps, 'player' | 'onBegin'>) => {
  const { status } = player.state.value;
  if (status === 'idle') {
    return (
      <Button tone="act" size="big" icon="play" onClick={onBegin}>
        {t('watch.join')}
      </Button>
    );
  }
  const isSilent = player.sound.value !== 'on';
  if (!isSilent || status === 'refused' || status === 'failed') return null;
  return (
    <Button tone="act" size="big" icon="volume" onClick={onBegin}>
      {t('watch.tapForSound')}
    </Button>
  );
};

/** Wide screens get a slider; phones have keys at their side. */
const Volume = ({ player }: { readonly player: ProgrammePlayer }) => {
  const volume = useSignal(1);
  const isOn = player.sound.value === 'on';
  return (
    <span class="watch-volume">
      <IconButton
        icon={isOn ? 'volume' : 'volume-off'}
        label={isOn ? t('watch.mute') : t('watch.unmute')}
        aria-pressed={!isOn}
        onClick={() => player.setSound(!isOn)}
      />
      <input
        type="range"
        min="0"
        max="1"
        step="0.05"
        class="watch-slider"
        aria-label={t('watch.volume')}
        value={volume.value}
        onInput={(event) => {
          volume.value = event.currentTarget.valueAsNumber;
          player.setVolume(volume.value);
        }}
      />
    </span>
  );
};

/** Everything within a thumb's reach at the lower edge of the picture. */
export const Controls = ({ player, frame, show, isPaused, onBegin, onStats, chat }: ControlsProps) => {
  const fullScreen = () => void toggleFullScreen(frame.current, player.front());
  const float = async () => {
    if (!(await player.togglePictureInPicture())) toast(t('watch.floatRefused'), { icon: 'pip' });
  };
  const toggleSound = () => player.setSound(player.sound.peek() !== 'on');
  const goLive = () => player.goLive();
  useShortcuts([
    { keys: ['s'], shown: 'S', label: t('watch.keyMute'), run: toggleSound },
    { keys: ['f'], shown: 'F', label: t('watch.keyFullScreen'), run: fullScreen },
    { keys: ['p'], shown: 'P', label: t('watch.keyFloat'), run: () => void float() },
    { keys: ['l'], shown: 'L', label: t('watch.keyLive'), run: goLive },
    { keys: ['i'], shown: 'I', label: t('watch.keyStats'), run: onStats },
  ]);
  return (
    <div class="watch-bottom">
      {/* Two lines of captions will stand here; the room is kept so that nothing jumps. */}
      <div class="watch-captions" />
      {!isPaused && <LiveEdge player={player} liveSinceMs={show.liveSinceMs} />}
      <div class="watch-begin">{!isPaused && <Begin player={player} onBegin={onBegin} />}</div>
      <div class="watch-controls" role="group" aria-label={t('watch.controls')}>
        <Volume player={player} />
        <span class="watch-controls-gap" />
        <span class="watch-only-phone row">
          <ChatOptions chat={chat} />
          <IconButton icon="share" label={t('everywhere.share')} onClick={() => void shareShow(show)} />
        </span>
        <QualityMenu player={player} />
        {canFloat() && <IconButton icon="pip" label={t('watch.float')} onClick={() => void float()} />}
        {canFullScreen(player.front()) && (
          <IconButton icon="fullscreen" label={t('watch.fullScreen')} onClick={fullScreen} />
        )}
      </div>
    </div>
  );
};
