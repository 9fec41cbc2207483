import { useEffect, useRef } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { HoldButton } from '../../design/hold-button.tsx';
import { IconButton } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import { formatCount } from '../../messages/time.ts';
import type { PublishedSource, PublisherState } from '../../stage/publisher.ts';
import type { Camera } from './use-camera.ts';

interface OnCameraProps {
  readonly show: ShowView;
  readonly camera: Camera;
  readonly stream: MediaStream;
  readonly source: PublishedSource;
}

/** What the audience gets of this camera right now: the tally of a studio camera. */
const tallyOf = (show: ShowView, sourceId: string): 'on-air' | 'rehearsed' | 'off' => {
  if (show.programmeSourceId !== sourceId) return 'off';
  return show.status === 'live' ? 'on-air' : 'rehearsed';
};

const connectionText = (publisher: PublisherState, source: PublishedSource): string => {
  if (publisher.status === 'reconnecting') return t('camera.reconnecting');
  if (publisher.status === 'connecting' || source.video.value.status === 'starting')
    return t('camera.connecting');
  if (publisher.status === 'refused' || publisher.status === 'failed') return t('camera.refused');
  if (source.video.value.status === 'ended') return t('camera.pictureEnded');
  const stats = source.stats.value;
  if (stats === null) return t('camera.connecting');
  return t('camera.sending', {
    rate: formatCount(stats.bitrateBps / 1_000_000, { maximumFractionDigits: 1 }),
    frames: formatCount(stats.framesPerSecond, { maximumFractionDigits: 0 }),
  });
};

/** 0 to 4 bars: the stage's own score when it has told one, else whether anything goes out. */
const barsOf = (source: PublishedSource): number => {
  const stats = source.stats.value;
  if (stats === null || stats.bitrateBps === 0) return 0;
  return stats.score === null ? 3 : Math.max(1, Math.round(stats.score / 2.5));
};

const Quality = ({ bars, text }: { readonly bars: number; readonly text: string }) => (
  <p class="camera-quality small digits">
    <span class="camera-bars" role="img" aria-label={t('camera.quality', { bars })}>
      {[1, 2, 3, 4].map((bar) => (
        <i key={bar} class={bar <= bars ? 'camera-bar-on' : ''} />
      ))}
    </span>
    {text}
  </p>
);

/** The camera at work: its own picture, the tally, and the few controls a thumb needs. */
export const OnCamera = ({ show, camera, stream, source }: OnCameraProps) => {
  const preview = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (preview.current !== null) preview.current.srcObject = stream;
  }, [stream]);
  const tally = tallyOf(show, source.sourceId);
  const isMuted = camera.isMuted.value;
  const isMirrored = camera.facing.value === 'user';
  return (
    <div class="camera-view" data-tally={tally} data-feed={source.video.value.status}>
      <video ref={preview} class={isMirrored ? 'camera-mirrored' : ''} autoPlay muted playsInline />
      <p class="camera-tally" role="status">
        {tally === 'on-air' && t('camera.onAir')}
        {tally === 'rehearsed' && t('camera.rehearsed')}
        {tally === 'off' && t('camera.standBy')}
      </p>
      <Quality bars={barsOf(source)} text={connectionText(camera.publisher.state.value, source)} />
      <div class="camera-controls">
        <IconButton
          icon={isMuted ? 'mic-off' : 'mic'}
          label={isMuted ? t('camera.unmute') : t('camera.mute')}
          aria-pressed={isMuted}
          onClick={() => camera.setMuted(!isMuted)}
        />
        <HoldButton
          tone="careful"
          icon="stop"
          label={t('camera.leave')}
          againLabel={t('camera.leaveAgain')}
          onConfirm={() => void camera.leave()}
        />
        <IconButton icon="retry" label={t('camera.flip')} onClick={() => void camera.flip()} />
      </div>
    </div>
  );
};
