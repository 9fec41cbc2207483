import { useSignal } from '@preact/signals';
import type { ShowView } from '#protocol/views.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { lazy } from '../../design/lazy.tsx';
import { t } from '../../messages/t.ts';
import { formatDuration } from '../../messages/time.ts';
import { useHasReplay } from '../../replay/offer.ts';
import { rememberedS } from '../../replay/remembered.ts';
import { clockOf } from '../../replay/replay-clock.ts';
import { ShowPicture } from '../../replay/show-picture.tsx';
import './after-show.css';
import './curtain.css';

/** It travels when somebody wants to watch. */
const Replay = lazy(async () => (await import('../../replay/replay.tsx')).Replay);

interface OfferProps {
  readonly showId: string;
  readonly onWatch: (startS: number) => void;
}

/** The way into the replay: from the beginning, or from where this device stopped. */
const ReplayOffer = ({ showId, onWatch }: OfferProps) => {
  const atS = rememberedS(showId);
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
  const startS = useSignal<number | null>(null);
  return startS.value === null ? (
    <Curtain show={show} onWatch={(atS) => (startS.value = atS)} />
  ) : (
    <Replay show={show} startS={startS.value} />
  );
};
