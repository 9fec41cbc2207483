import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { useKeyboardInset } from '../../chat/keyboard-inset.ts';
import { isChatAway, swipeHandlers } from '../../chat/put-away.ts';
import { useChat } from '../../chat/use-chat.ts';
import { ButtonLink } from '../../design/button.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { createShowChannel, type ShowFollow } from '../../live/show-channel.ts';
import { systemTime } from '../../live/time-source.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { createPictureTime, PictureTimeContext } from '../../player/picture-time.ts';
import { BuyingContext, useNewBuying } from '../../order/buying.ts';
import { CartPart } from '../../order/cart-part.tsx';
import type { PageProps } from '../../router.tsx';
import { ShelfStrip } from '../../shelf/shelf-strip.tsx';
import { useImmersive } from '../../shell/immersive.ts';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { loadDevice } from '../../stage/device.ts';
import { AboutShow } from './about-show.tsx';
import { AfterShow } from './after-show.tsx';
import { BeforeShow } from './before-show.tsx';
import { WatchChat } from './watch-chat.tsx';
import { WatchDock } from './watch-dock.tsx';
import { Stage } from './stage.tsx';
import { hasStage, isStaffOf, watchPhaseOf } from './watch-phase.ts';
import './watch.css';

/** Follows the show while the page is mounted. */
const useShow = (showId: string): ShowFollow => {
  const live = useLive();
  const channel = useMemo(
    () => createShowChannel({ socket: live.socket(), showId, time: systemTime }),
    [live, showId],
  );
  useEffect(() => () => channel.close(), [channel]);
  return channel.follow.value;
};

/** Fetches the player's script and the stage's capabilities while nothing else is to do. */
const usePreloadedPlayer = (showId: string, isWanted: boolean): void => {
  const live = useLive();
  useEffect(() => {
    if (isWanted) void loadDevice(live.socket(), showId);
  }, [live, showId, isWanted]);
};

const Loading = () => (
  <div class="watch in-the-dark" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
    <div class="watch-stage watch-stage-empty" />
    <aside class="watch-about stack">
      <Skeleton height="2rem" width="70%" />
      <Skeleton height="1rem" width="40%" />
    </aside>
  </div>
);

const Watch = ({ show, staleSinceMs }: { readonly show: ShowView; readonly staleSinceMs: number | null }) => {
  const live = useLive();
  const { session } = live;
  const who = session.state.value;
  const isStaff = isStaffOf(who.status === 'signed-in' ? who.session : undefined, show.showId);
  const phase = watchPhaseOf(show, isStaff);
  const [isBegun, setBegun] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const chat = useChat(live, show.showId);
  const buying = useNewBuying(live, show.showId);
  useKeyboardInset(root);
  const swipes = useMemo(swipeHandlers, []);
  const pictureTime = useMemo(createPictureTime, []);
  usePreloadedPlayer(show.showId, phase.name !== 'ended');
  usePageTitle(show.title);
  return (
    <PictureTimeContext.Provider value={pictureTime}>
      <BuyingContext.Provider value={buying}>
        <div
          class="watch in-the-dark"
          ref={root}
          {...swipes}
          data-phase={phase.name}
          data-chat={isChatAway.value ? 'away' : 'shown'}
          data-connection={staleSinceMs === null ? 'up' : 'lost'}
        >
          {hasStage(phase) && (
            <Stage
              show={show}
              phase={phase.name}
              chat={chat}
              isLost={staleSinceMs !== null}
              isBegun={isBegun}
              onBegin={() => setBegun(true)}
            />
          )}
          {phase.name === 'coming' && <BeforeShow show={show} startsAtMs={phase.startsAtMs} />}
          {phase.name === 'ended' && <AfterShow show={show} />}
          <AboutShow show={show} />
          <WatchDock isOver={hasStage(phase)} isPaused={phase.name === 'paused'} />
          <WatchChat chat={chat} isOver={hasStage(phase)} />
          <ShelfStrip />
          <CartPart />
        </div>
      </BuyingContext.Provider>
    </PictureTimeContext.Provider>
  );
};

/** One show, watched: before it, during it and after it. */
export const Page = ({ params }: PageProps) => {
  const showId = params['showId'] ?? '';
  const follow = useShow(showId);
  useImmersive();
  if (follow.status === 'loading') return <Loading />;
  if (follow.status === 'ready') return <Watch show={follow.show} staleSinceMs={follow.staleSinceMs} />;
  const isMissing = follow.error.code === 'show-not-found';
  return (
    <div class="watch-refused">
      <ErrorState
        title={isMissing ? t('watch.notFoundTitle') : t('watch.refusedTitle')}
        advice={isMissing ? t('watch.notFoundAdvice') : errorText(follow.error)}
      >
        <ButtonLink href="/" tone="act">
          {t('everywhere.toLobby')}
        </ButtonLink>
      </ErrorState>
    </div>
  );
};
