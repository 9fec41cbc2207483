import { useEffect, useState } from 'preact/hooks';
import type { ShowView } from '#protocol/views.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';
import { formatDuration } from '../../messages/time.ts';
import { useHasReplay } from '../../replay/offer.ts';
import { rememberedS } from '../../replay/remembered.ts';
import { clockOf } from '../../replay/replay-clock.ts';
import { ShowPicture } from '../../replay/show-picture.tsx';
import './after-show.css';
import './curtain.css';

/** Small without hls.js, which travels when somebody presses play: the tap should be answered at once. */
const loadReplay = async () => (await import('../../replay/replay.tsx')).Replay;
type ReplayPart = Awaited<ReturnType<typeof loadReplay>>;

interface OfferProps {
  readonly showId: string;
  readonly onWatch: (startS: number) => void;
}

/** The way into the replay: from the beginning, or from where this device stopped. */
const ReplayOffer = ({ showId, onWatch }: OfferProps) => {
  const atS = rememberedS(showId);
  useEffect(() => {
    // A browser that could not fetch it says so at the tap.
    loadReplay().catch(() => undefined);
  }, []);
  return (
    <div class="after-show-keys">
      <Button tone="act" size="big" icon="play" onClick={() => onWatch(atS ?? 0)}>
        {atS === null ? t('replay.watch') : t('replay.goOn', { time: clockOf(atS) })}
      </Button>
      {atS !== null && <Button onClick={() => onWatch(0)}>{t('replay.fromStart')}</Button>}
    </div>
  );
};

const lastedText = ({ liveSinceMs, endedAtMs }: ShowView): string | null =>
  liveSinceMs === null || endedAtMs === null
    ? null
    : t('watch.lasted', { duration: formatDuration(endedAtMs - liveSinceMs) });

/** The curtain is down again: thanks, and the way on. */
const Curtain = ({
  show,
  onWatch,
}: {
  readonly show: ShowView;
  readonly onWatch: (startS: number) => void;
}) => {
  const hasReplay = useHasReplay(show.showId, show.endedAtMs);
  const lasted = lastedText(show);
  return (
    <section class="watch-stage watch-curtain" aria-label={t('watch.afterShow')} data-state="after">
      <div class="watch-poster">
        <ShowPicture showId={show.showId} status={show.status} isLit={false} />
      </div>
      <div class="watch-curtain-words" data-replay={hasReplay}>
        {hasReplay && <ReplayOffer showId={show.showId} onWatch={onWatch} />}
        <div class="after-show-words" role="status">
          <p class="watch-soon">{t('watch.thanks')}</p>
          <p class="soft" dir="auto">
            {t('watch.endedBy', { name: show.hostName })}
          </p>
          {lasted !== null && <p class="soft digits">{lasted}</p>}
        </div>
        {!hasReplay && (
          <ButtonLink href="/" tone="act">
            {t('everywhere.toLobby')}
          </ButtonLink>
        )}
      </div>
    </section>
  );
};

/** A show that is over: the curtain, and its replay when somebody wants it. */
export const AfterShow = ({ show }: { readonly show: ShowView }) => {
  const [wanted, setWanted] = useState<{ readonly Replay: ReplayPart; readonly startS: number } | null>(null);
  const onWatch = (startS: number) => {
    loadReplay().then(
      (Replay) => setWanted({ Replay, startS }),
      () => toast(t('everywhere.pageFailed'), { icon: 'careful' }),
    );
  };
  if (wanted === null) return <Curtain show={show} onWatch={onWatch} />;
  return <wanted.Replay show={show} startS={wanted.startS} />;
};
