import { useSignal } from '@preact/signals';
import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import type { ChatModel } from '../../chat/chat-model.ts';
import { Badge, StatusBadge } from '../../design/badge.tsx';
import { t } from '../../messages/t.ts';
import { PictureTimeContext } from '../../player/picture-time.ts';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import { isSavingData } from '../../player/quality.ts';
import { useBuying } from '../../order/buying.ts';
import { ShowPicture } from '../../replay/show-picture.tsx';
import { Link } from '../../router.tsx';
import { swipeUpHandlers } from '../../shelf/swipe-up.ts';
import { useLive } from '../../shell/live-context.ts';
import { Watching } from '../../chat/chat-head.tsx';
import { Backdrop } from './backdrop.tsx';
import { Controls } from './controls.tsx';
import { useLongPress } from './long-press.ts';
import { Slate } from './slate.tsx';
import { SoundOnly } from './sound-only.tsx';
import { StatsOverlay } from './stats-overlay.tsx';
import { hasTouchedPage, usePlayer } from './use-player.ts';
import type { WatchPhase } from './watch-phase.ts';
import './stage.css';

interface StageProps {
  readonly chat: ChatModel;
  readonly show: ShowView;
  readonly phase: WatchPhase['name'];
  /** The connection to the server is lost; the picture may still run. */
  readonly isLost: boolean;
  /** The person tapped to join before (kept while phases change). */
  readonly isBegun: boolean;
  readonly onBegin: () => void;
}

/** Plays muted at once where that costs nobody anything; with sound where the person has already tapped. */
const useEarlyStart = (player: ProgrammePlayer | undefined, isBegun: boolean): void => {
  useEffect(() => {
    if (player === undefined) return;
    if (isBegun) player.start({ withSound: true });
    else if (!isSavingData.peek()) player.start({ withSound: hasTouchedPage() });
  }, [player]);
};

/** Tells the page which moment is on show, for as long as there is a player. */
const usePictureTime = (player: ProgrammePlayer | undefined): void => {
  const pictureTime = useContext(PictureTimeContext);
  useEffect(() => {
    if (player === undefined) return undefined;
    return pictureTime.follow(() => player.pictureTimeMs());
  }, [player, pictureTime]);
};

/** What lies over the upper edge of the picture on a phone; a desk says it beside the picture. */
const TopLine = ({ show, phase, chat }: Pick<StageProps, 'show' | 'phase' | 'chat'>) => (
  <header class="watch-top" data-phase={phase}>
    <Link href="/" class="watch-back" aria-label={t('watch.backToShows')}>
      <span aria-hidden="true">‹</span>
    </Link>
    <div class="watch-top-words">
      <h1 class="watch-top-title" dir="auto">
        {show.title}
      </h1>
      <p class="watch-top-host">
        <bdi>{show.hostName}</bdi> <Watching chat={chat} />
      </p>
    </div>
    {phase === 'rehearsal' ? (
      <Badge tone="careful" icon="lamp">
        {t('watch.rehearsalBadge')}
      </Badge>
    ) : (
      <StatusBadge status={show.status} />
    )}
  </header>
);

/** The picture with everything that lies over it. */
export const Stage = ({ show, phase, isLost, isBegun, onBegin, chat }: StageProps) => {
  const live = useLive();
  const frame = useRef<HTMLElement>(null);
  const [picture, setPicture] = useState<HTMLElement | null>(null);
  const player = usePlayer(live, show.showId, picture, true);
  const areStatsOpen = useSignal(false);
  useEarlyStart(player, isBegun);
  usePictureTime(player);
  const toggleStats = () => {
    areStatsOpen.value = !areStatsOpen.value;
  };
  const longPress = useLongPress(toggleStats);
  const { isShelfOpen } = useBuying();
  const swipeUp = useMemo(() => swipeUpHandlers(() => (isShelfOpen.value = true)), [isShelfOpen]);
  const begin = () => {
    onBegin();
    player?.start({ withSound: true });
    player?.setSound(true);
  };
  return (
    <section class="watch-stage" ref={frame} aria-label={t('watch.stage')} {...longPress} {...swipeUp}>
      <div class="watch-poster" hidden={(player?.picture.value ?? null) !== null}>
        <ShowPicture showId={show.showId} status={show.status} />
      </div>
      {player !== undefined && <Backdrop player={player} />}
      <div class="watch-picture" ref={setPicture} data-testid="picture" />
      {player !== undefined && (
        <>
          {player.content.value === 'sound' && <SoundOnly seed={show.showId} />}
          <Slate show={show} phase={phase} state={player.state.value} isLost={isLost} />
          <TopLine show={show} phase={phase} chat={chat} />
          {areStatsOpen.value && <StatsOverlay player={player} onClose={toggleStats} />}
          <Controls
            isPaused={phase === 'paused'}
            player={player}
            frame={frame}
            onBegin={begin}
            onStats={toggleStats}
            show={show}
            chat={chat}
          />
        </>
      )}
    </section>
  );
};
