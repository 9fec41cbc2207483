import type { RtcVerdict } from './mode-policy.ts';

/** What can be seen of WebRTC at one moment. */
export interface RtcSample {
  /** Monotonic. */
  readonly atMs: number;
  readonly membership: 'idle' | 'joining' | 'joined' | 'rejoining' | 'refused';
  /** This browser cannot take part at all. */
  readonly isUnfit: boolean;
  /** The stage has no room. */
  readonly isTurnedAway: boolean;
  /** The stage says that the programme's picture arrives there; null while it says nothing. */
  readonly isSourceLive: boolean | null;
  readonly isConnected: boolean;
  /** Age of the newest frame; null before the first. */
  readonly frameAgeMs: number | null;
  /** Usual distance of frames: a still screen sends about one a second. */
  readonly frameGapMs: number;
  /** Frames are not expected (hidden page). */
  readonly isResting: boolean;
  /** The picture was not asked for: audio only. */
  readonly isSoundOnly: boolean;
  /** Of the last second, 0 to 1; null before the first reading. */
  readonly lossRatio: number | null;
}

/** Sooner would take every hiccup for a fault; HLS is made ready meanwhile and costs little. */
const weakMs = 250;
/** By now HLS is ready, and a person has noticed. */
const starvingMs = 750;
/** A still screen sends a frame a second; only several missing ones in a row mean something. */
const missedFrames = 2.5;
/** Over these last ms the times are added up in which the picture stood. */
const windowMs = 3000;
const stutter = { fromMs: 300, weakMs: 500, starvingMs: 1200 } as const;
/** What NACK and the jitter buffer can mend at a short round trip; more shows. */
const heavyLoss = 0.12;
/** No picture is worth watching for long that loses so much, even while repeats still fill the holes. */
const ruinousLoss = { ratio: 0.2, lastingMs: 1200 } as const;
/** Lost sound is heard at once, but a change of network disconnects for a moment. */
const disconnectedMs = 1500;

interface Standstill {
  readonly atMs: number;
  readonly lastedMs: number;
}

/** Judges WebRTC from one sample every 200 ms or so. Remembers the last 3 s. */
export interface RtcHealth {
  judge(sample: RtcSample): RtcVerdict;
}

const frozenVerdict = (ageMs: number, gapMs: number): RtcVerdict => {
  const usual = gapMs * missedFrames;
  if (ageMs >= Math.max(starvingMs, usual)) return 'starving';
  return ageMs >= Math.max(weakMs, usual) ? 'weak' : 'good';
};

export const createRtcHealth = (): RtcHealth => {
  let standstills: Standstill[] = [];
  let before: RtcSample | undefined;
  let disconnectedSinceMs: number | null = null;
  let hasConnected = false;
  let ruinousSinceMs: number | null = null;

  const forget = () => {
    standstills = [];
    before = undefined;
    ruinousSinceMs = null;
  };
  /** A standstill is over when a sample finds a younger frame than the one before it did. */
  const remember = (sample: RtcSample, ageMs: number) => {
    const lastedMs = before?.frameAgeMs ?? 0;
    if (before !== undefined && ageMs < lastedMs) {
      const fromMs = Math.max(stutter.fromMs, sample.frameGapMs * missedFrames);
      if (lastedMs >= fromMs) standstills.push({ atMs: sample.atMs, lastedMs });
    }
    standstills = standstills.filter(({ atMs }) => sample.atMs - atMs < windowMs);
    before = sample;
  };
  const ofSound = ({ isConnected, atMs }: RtcSample): RtcVerdict => {
    if (isConnected) {
      hasConnected = true;
      disconnectedSinceMs = null;
      return 'good';
    }
    disconnectedSinceMs ??= atMs;
    if (!hasConnected) return 'coming';
    return atMs - disconnectedSinceMs >= disconnectedMs ? 'starving' : 'weak';
  };
  const ofPicture = (sample: RtcSample): RtcVerdict => {
    const { frameAgeMs, isSourceLive, membership } = sample;
    const isSilentStage = membership === 'joined' && sample.isConnected && isSourceLive === false;
    if (frameAgeMs === null) return isSilentStage ? 'waiting' : 'coming';
    remember(sample, frameAgeMs);
    if (isSilentStage && frameAgeMs >= weakMs) return 'waiting';
    const frozen = frozenVerdict(frameAgeMs, sample.frameGapMs);
    if (frozen === 'starving') return frozen;
    const stoodMs = standstills.reduce((sum, { lastedMs }) => sum + lastedMs, 0);
    ruinousSinceMs = (sample.lossRatio ?? 0) >= ruinousLoss.ratio ? (ruinousSinceMs ?? sample.atMs) : null;
    if (ruinousSinceMs !== null && sample.atMs - ruinousSinceMs >= ruinousLoss.lastingMs) return 'starving';
    const hasHeavyLoss = (sample.lossRatio ?? 0) >= heavyLoss;
    if (stoodMs >= stutter.starvingMs) return 'starving';
    if (hasHeavyLoss && stoodMs >= stutter.weakMs) return 'starving';
    return stoodMs >= stutter.weakMs || hasHeavyLoss ? 'weak' : frozen;
  };

  return {
    judge: (sample) => {
      if (sample.isUnfit || sample.isTurnedAway || sample.membership === 'refused') return 'impossible';
      if (sample.membership === 'idle') return 'off';
      if (sample.isResting) {
        forget();
        return 'waiting';
      }
      return sample.isSoundOnly ? ofSound(sample) : ofPicture(sample);
    },
  };
};
