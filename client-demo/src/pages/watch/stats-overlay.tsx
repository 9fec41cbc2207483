import { useEffect } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import { formatCount } from '../../messages/time.ts';
import { useLive } from '../../shell/live-context.ts';
import type { StagePlayer } from '../../stage/stage-player.ts';
import './stats-overlay.css';

const unit = (value: number | null, suffix: string, digits = 0): string =>
  value === null ? '–' : `${formatCount(value, { maximumFractionDigits: digits })} ${suffix}`;

/** People count from one. */
const layerText = (layer: number | null): string => (layer === null ? '–' : formatCount(layer + 1));

/** What the connection does right now, for whoever wants to know. */
export const StatsOverlay = ({
  player,
  onClose,
}: {
  readonly player: StagePlayer;
  readonly onClose: () => void;
}) => {
  const { clock } = useLive();
  useEffect(() => player.followStats(), [player]);
  const stats = player.stats.value;
  const reading = clock.reading.value;
  const rows: readonly (readonly [string, string])[] = [
    [t('watch.statSize'), stats === null ? '–' : `${stats.width} × ${stats.height}`],
    [t('watch.statFrames'), unit(stats?.framesPerSecond ?? null, 'fps')],
    [t('watch.statBitrate'), unit(stats === null ? null : stats.bitrateBps / 1000, 'kb/s')],
    [t('watch.statLayer'), layerText(stats?.spatialLayer ?? null)],
    [t('watch.statRoundTrip'), unit(stats?.roundTripMs ?? null, 'ms')],
    [t('watch.statLoss'), unit(stats === null ? null : stats.lossRatio * 100, '%', 1)],
    [t('watch.statBuffer'), unit(stats?.jitterBufferMs ?? null, 'ms')],
    [t('watch.statDelay'), unit(stats?.pictureDelayMs ?? null, 'ms')],
    [t('watch.statDropped'), stats === null ? '–' : formatCount(stats.droppedFrames)],
    [t('watch.statCodec'), [stats?.codec, stats?.protocol].filter(Boolean).join(' · ') || '–'],
    [t('watch.statClock'), reading === null ? '–' : `± ${unit(reading.errorMs, 'ms', 1)}`],
  ];
  return (
    <div class="watch-stats" role="dialog" aria-label={t('watch.stats')}>
      <IconButton icon="close" label={t('everywhere.close')} onClick={onClose} />
      <dl class="digits small">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt class="soft">{label}</dt>
            <dd dir="ltr">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
