import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import { formatCount, formatDuration } from '../../messages/time.ts';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import { useLive } from '../../shell/live-context.ts';
import './live-edge.css';

interface LiveEdgeProps {
  readonly player: ProgrammePlayer;
  readonly liveSinceMs: number | null;
}

/** As far as the server keeps a running show unless it was told otherwise (config/hls.ts). */
const usualWindowS = 600;
/** Too little to go back in. */
const leastWindowS = 10;

const delayText = (behindMs: number, isBehind: boolean): string => {
  const seconds = behindMs / 1000;
  if (isBehind) return t('watch.behind', { time: formatDuration(Math.round(seconds) * 1000) });
  return t('watch.liveDelay', {
    seconds: formatCount(seconds, { maximumFractionDigits: 1, minimumFractionDigits: 1 }),
  });
};

interface SeekBarProps {
  readonly id: string;
  readonly behindS: number;
  readonly windowS: number;
  readonly onSeek: (behindS: number) => void;
}

/** The end of the line of writing is now. */
const SeekBar = ({ id, behindS, windowS, onSeek }: SeekBarProps) => (
  <input
    id={id}
    type="range"
    class="live-edge-bar"
    min={-Math.round(windowS)}
    max={0}
    step={1}
    value={-Math.round(Math.min(windowS, behindS))}
    aria-label={t('watch.goBack')}
    aria-valuetext={
      behindS < 1 ? t('watch.now') : t('watch.behind', { time: formatDuration(Math.round(behindS) * 1000) })
    }
    onChange={(event) => onSeek(-event.currentTarget.valueAsNumber)}
  />
);

/** How far the picture is from now, the way back to it, and the window one can go back in. */
export const LiveEdge = ({ player, liveSinceMs }: LiveEdgeProps) => {
  const { clock } = useLive();
  const isOpen = useSignal(false);
  const id = useId();
  const { behindMs, windowMs, isBehind } = player.edge.value;
  // Nothing runs: only the way back to now is of use.
  if (player.state.value.status !== 'playing' && !isBehind) return null;
  const sinceS = liveSinceMs === null ? usualWindowS : (clock.nowMs() - liveSinceMs) / 1000;
  const windowS = Math.max(
    leastWindowS,
    windowMs === null ? Math.min(usualWindowS, sinceS) : windowMs / 1000,
  );
  const seek = (behindS: number) => (behindS <= 1 ? player.goLive() : player.goBack(behindS * 1000));
  const goLive = () => {
    player.goLive();
    isOpen.value = false;
  };
  return (
    <div class="live-edge">
      <button
        type="button"
        class="live-edge-word"
        data-behind={isBehind}
        data-testid="live-edge"
        disabled={!player.hasWindow.value}
        aria-expanded={isOpen.value}
        aria-controls={isOpen.value ? id : undefined}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        <span class="live-edge-dot" aria-hidden="true" />
        <span class="digits">{delayText(behindMs, isBehind)}</span>
      </button>
      {isBehind && (
        <Button tone="act" onClick={goLive}>
          {t('watch.goLive')}
        </Button>
      )}
      {isOpen.value && (
        <SeekBar id={id} behindS={isBehind ? behindMs / 1000 : 0} windowS={windowS} onSeek={seek} />
      )}
    </div>
  );
};
