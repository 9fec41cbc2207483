import { useEffect } from 'preact/hooks';
import { IconButton } from '../../design/button.tsx';
import { t } from '../../messages/t.ts';
import { formatCount } from '../../messages/time.ts';
import { useLive } from '../../shell/live-context.ts';
import type { PlayReading } from '../../player/play-reading.ts';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import { rungName } from './rung-name.ts';
import './stats-overlay.css';

const unit = (value: number | null, suffix: string, digits = 0): string =>
  value === null ? '–' : `${formatCount(value, { maximumFractionDigits: digits })} ${suffix}`;

/** People count from one. */
const layerText = (layer: number | null): string => (layer === null ? '–' : formatCount(layer + 1));

const share = (value: number | null): string => unit(value === null ? null : value * 100, '%', 1);
const kilobits = (bps: number | null): string => unit(bps === null ? null : bps / 1000, 'kb/s');
const count = (value: number | null): string => (value === null ? '–' : formatCount(value));

type Row = readonly [string, string];

const rowsOf = (reading: PlayReading | null, clockErrorMs: number | null): readonly Row[] => [
  [t('watch.statWay'), reading === null ? '–' : reading.way === 'rtc' ? 'WebRTC' : 'LL-HLS'],
  [t('watch.statDelay'), unit(reading?.delayMs ?? null, 'ms')],
  [t('watch.statBuffer'), unit(reading?.bufferMs ?? null, 'ms')],
  [t('watch.statSize'), reading === null ? '–' : `${reading.width} × ${reading.height}`],
  [t('watch.statFrames'), unit(reading?.framesPerSecond ?? null, 'fps')],
  [t('watch.statBitrate'), kilobits(reading?.bitrateBps ?? null)],
  ...(reading?.way === 'hls'
    ? ([
        [t('watch.statLayer'), reading.rung === null ? '–' : rungName(reading.rung)],
        [t('watch.statBandwidth'), kilobits(reading.bandwidthBps)],
        [t('watch.statStalls'), count(reading.stalls)],
      ] as const)
    : ([
        [t('watch.statLayer'), layerText(reading?.spatialLayer ?? null)],
        [t('watch.statRoundTrip'), unit(reading?.roundTripMs ?? null, 'ms')],
        [t('watch.statLoss'), share(reading?.lossRatio ?? null)],
      ] as const)),
  [t('watch.statDropped'), count(reading?.droppedFrames ?? null)],
  [t('watch.statCodec'), [reading?.codec, reading?.protocol].filter(Boolean).join(' · ') || '–'],
  [t('watch.statClock'), clockErrorMs === null ? '–' : `± ${unit(clockErrorMs, 'ms', 1)}`],
];

/** What the connection does right now, for whoever wants to know. */
export const StatsOverlay = ({
  player,
  onClose,
}: {
  readonly player: ProgrammePlayer;
  readonly onClose: () => void;
}) => {
  const { clock } = useLive();
  useEffect(() => player.followStats(), [player]);
  const rows = rowsOf(player.reading.value, clock.reading.value?.errorMs ?? null);
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
