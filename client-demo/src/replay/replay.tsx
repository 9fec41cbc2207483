import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { Link } from '../router.tsx';
import { useLive } from '../shell/live-context.ts';
import { followPictureFit } from '../stage/picture-fit.ts';
import { chaptersOf } from './chapters.ts';
import { Controls } from './controls.tsx';
import { useIdle } from './idle.ts';
import type { ReplayPlayer } from './replay-player.ts';
import { seekOfKey } from './seek-keys.ts';
import { ShowPicture } from './show-picture.tsx';
import { useReplayPlayer, useThumbnails } from './use-replay-player.ts';
import './replay.css';

interface ReplayProps {
  readonly show: ShowView;
  readonly startS: number;
}

/** What to say instead of the picture, and what to do about it. */
const Trouble = ({ player }: { readonly player: ReplayPlayer }) => {
  const isGone = player.status.value === 'gone';
  return (
    <div class="replay-words replay-cover" role="alert">
      <Icon name="careful" sizePx={32} />
      <p class="replay-title">{isGone ? t('replay.goneTitle') : t('replay.failedTitle')}</p>
      <p class="soft">{isGone ? t('replay.goneAdvice') : t('replay.failedAdvice')}</p>
      {isGone ? (
        <ButtonLink href="/">{t('everywhere.toLobby')}</ButtonLink>
      ) : (
        <Button tone="act" icon="retry" onClick={() => player.retry()}>
          {t('everywhere.retry')}
        </Button>
      )}
    </div>
  );
};

/** What a screen reader hears of it. */
const saidOf = ({ status, facts }: ReplayPlayer): string => {
  if (status.value === 'opening') return t('replay.loading');
  if (status.value !== 'ready') return '';
  if (facts.isOver.value) return t('replay.over');
  return facts.isPlaying.value && !facts.isWaiting.value ? t('replay.playing') : '';
};

const useChapters = (player: ReplayPlayer | undefined) => {
  const { auction } = useBuying();
  return chaptersOf(player?.spans.value ?? [], viewOf(auction.value)?.lots ?? []);
};

/** Fills the stage where that costs little of the picture, as the live one does. */
const usePictureFit = (video: HTMLVideoElement | null): void => {
  useEffect(() => {
    if (video === null) return undefined;
    const sizeOf = () => ({ width: video.videoWidth, height: video.videoHeight });
    let stop = () => {};
    const follow = () => {
      stop();
      stop = followPictureFit(video, sizeOf);
    };
    video.addEventListener('resize', follow);
    return () => {
      video.removeEventListener('resize', follow);
      stop();
    };
  }, [video]);
};

/** A show that is over, as it was. Plays as soon as it is there: whoever draws it was asked for it by a tap. */
export const Replay = ({ show, startS }: ReplayProps) => {
  const { showId } = show;
  const live = useLive();
  const frame = useRef<HTMLElement>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const player = useReplayPlayer(live, showId, video, startS);
  const status = player?.status.value ?? 'opening';
  const thumbnails = useThumbnails(showId, status === 'ready');
  const chapters = useChapters(player);
  const isPlaying = player?.facts.isPlaying.value === true;
  usePictureFit(video);
  const idle = useIdle(isPlaying);
  const hasPicture = (player?.facts.durationS.value ?? 0) > 0;
  const isWaiting = status === 'opening' || (status === 'ready' && player?.facts.isWaiting.value === true);
  // Nothing in it has the focus: these keys are nobody else's.
  const onKeyDown = (event: KeyboardEvent) => {
    idle.wake();
    if (event.target !== frame.current || player === undefined) return;
    const atS = seekOfKey(event.key, player.facts.positionS.peek(), player.facts.durationS.peek());
    if (event.key === ' ') player.togglePlay();
    else if (atS !== undefined) player.seekTo(atS);
    else return;
    event.preventDefault();
  };
  useEffect(() => frame.current?.focus(), []);
  const onPicture = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (event.pointerType === 'mouse') player?.togglePlay();
    else if (idle.isIdle || !isPlaying) idle.wake();
    else idle.rest();
  };
  return (
    <section
      class="watch-stage replay"
      ref={frame}
      aria-label={t('replay.player')}
      data-testid="replay"
      data-state={status}
      data-idle={idle.isIdle}
      data-picture={hasPicture}
      onPointerMove={(event) => event.pointerType === 'mouse' && idle.wake()}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocusIn={idle.wake}
    >
      <ShowPicture showId={showId} status={show.status} isLit={false} />
      {/* Spoken words stand in no file yet: captions come with the text of the show. */}
      <video ref={setVideo} playsInline onPointerUp={onPicture} />
      <Link href="/" class="replay-back" aria-label={t('watch.backToShows')}>
        <Icon name="chevron" sizePx={26} />
      </Link>
      <p class="unseen" role="status">
        {player === undefined ? '' : saidOf(player)}
      </p>
      {isWaiting && (
        <div class="replay-words" aria-hidden="true">
          <span class="replay-spinner" />
        </div>
      )}
      {player !== undefined && status === 'ready' && (
        <div onPointerDown={idle.wake} onInput={idle.wake}>
          <Controls
            showId={showId}
            player={player}
            frame={frame}
            thumbnails={thumbnails}
            chapters={chapters}
          />
        </div>
      )}
      {player !== undefined && (status === 'failed' || status === 'gone') && <Trouble player={player} />}
    </section>
  );
};
