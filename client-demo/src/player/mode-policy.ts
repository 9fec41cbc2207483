/** The two ways of playing a programme: over WebRTC, or over low-latency HLS. */
export type Way = 'rtc' | 'hls';

/** How WebRTC does, as `rtc-health.ts` judges it. */
export type RtcVerdict =
  /** Not running. */
  | 'off'
  /** It was started and has shown nothing yet. */
  | 'coming'
  /** Connected, and the stage itself has nothing to show: no other way would have more. */
  | 'waiting'
  | 'good'
  /** Something is missing, maybe for a moment only. */
  | 'weak'
  /** The picture stands, or so little of it arrives that it might as well. */
  | 'starving'
  /** No WebRTC in this browser, or the stage refuses (full, or not for this person). */
  | 'impossible';

/** How HLS does. `none`: there is none to be had. */
export type HlsVerdict = 'off' | 'coming' | 'moving' | 'still' | 'none';

export interface ModeFacts {
  /** Monotonic. */
  readonly nowMs: number;
  readonly rtc: RtcVerdict;
  readonly hls: HlsVerdict;
  /** The person watches an earlier moment: only HLS has it. */
  readonly isBehind: boolean;
  /** The line is known to be too thin for a picture. */
  readonly isLineThin: boolean;
}

/** What runs, and what is seen. `probe`: WebRTC runs beneath, with as little as shows whether it would do. */
export interface Mode {
  readonly show: Way;
  readonly rtc: 'run' | 'probe' | 'rest';
  readonly hls: 'run' | 'rest';
  readonly startedAtMs: number;
  /** WebRTC showed something once. */
  readonly hasMoved: boolean;
  readonly rtcGoodSinceMs: number | null;
  readonly hlsStillSinceMs: number | null;
  /** Of what is seen; null while it was never changed. */
  readonly movedAtMs: number | null;
  readonly probedAtMs: number | null;
  readonly nextProbeAtMs: number;
  readonly failedProbes: number;
}

/** WebRTC shows its first picture in some 300 ms; HLS needs about a second and shall be there 3 s after the start. */
const firstPictureMs = 900;
/** Firewalls that drop packets let ICE take long; after this much it is not coming. */
const patienceMs = 15_000;
/** Moved steadily for so long, a line is good again (issue 3: at most one move a minute). */
const steadyMs = 5000;
const movePauseMs = 60_000;
/** The probe is over when the pause is. */
const probeLeadMs = 10_000;
const probeAtMostMs = 20_000;
const probePauseMs = 60_000;
const probePauseAtMostMs = 600_000;
/** HLS that was made ready for nothing is kept for so long: a line that shook once often shakes again. */
const readyKeptMs = 8000;
/** HLS that stands so long is as good as dead, whatever becomes of it. */
const hlsDeadMs = 2500;
/** A probe takes some of the line; a hiccup of HLS meanwhile need not be its doing. */
const harmfulMs = 1000;

export const startMode = (nowMs: number, isLineThin: boolean): Mode => ({
  show: isLineThin ? 'hls' : 'rtc',
  rtc: isLineThin ? 'rest' : 'run',
  hls: isLineThin ? 'run' : 'rest',
  startedAtMs: nowMs,
  hasMoved: false,
  rtcGoodSinceMs: null,
  hlsStillSinceMs: null,
  movedAtMs: null,
  probedAtMs: null,
  nextProbeAtMs: nowMs + movePauseMs,
  failedProbes: 0,
});

const lastedMs = (sinceMs: number | null, nowMs: number): number => (sinceMs === null ? 0 : nowMs - sinceMs);

const restProbe = (mode: Mode, nowMs: number): Mode => ({
  ...mode,
  rtc: 'rest',
  probedAtMs: null,
  failedProbes: mode.failedProbes + 1,
  nextProbeAtMs: nowMs + Math.min(probePauseAtMostMs, probePauseMs * 2 ** mode.failedProbes),
});

const toHls = (mode: Mode, { nowMs, rtc }: ModeFacts): Mode => ({
  ...mode,
  show: 'hls',
  hls: 'run',
  // One that has never shown anything may only be slow, and costs the line nothing.
  rtc: rtc === 'coming' && !mode.hasMoved ? 'run' : 'rest',
  movedAtMs: mode.hasMoved ? nowMs : mode.movedAtMs,
  probedAtMs: null,
  nextProbeAtMs: nowMs + movePauseMs - probeLeadMs,
});

const toRtc = (mode: Mode, nowMs: number): Mode => ({
  ...mode,
  show: 'rtc',
  rtc: 'run',
  movedAtMs: nowMs,
  probedAtMs: null,
});

const whileRtcShows = (mode: Mode, facts: ModeFacts): Mode => {
  const { nowMs, rtc, hls } = facts;
  const isLate = rtc === 'coming' && (mode.hasMoved || nowMs - mode.startedAtMs >= firstPictureMs);
  const needsHls = facts.isBehind || rtc === 'impossible' || rtc === 'starving' || isLate;
  if (needsHls && hls === 'moving') return toHls(mode, facts);
  if (needsHls || rtc === 'weak') return { ...mode, hls: 'run' };
  const isCalm = rtc === 'waiting' || lastedMs(mode.rtcGoodSinceMs, nowMs) >= readyKeptMs;
  return mode.hls === 'run' && isCalm ? { ...mode, hls: 'rest' } : mode;
};

/** Whether WebRTC may come to the front again, now that it moves. */
const mayReturn = (mode: Mode, nowMs: number): boolean =>
  lastedMs(mode.rtcGoodSinceMs, nowMs) >= steadyMs &&
  (mode.movedAtMs === null || nowMs - mode.movedAtMs >= movePauseMs);

const whileHlsShows = (mode: Mode, facts: ModeFacts): Mode => {
  const { nowMs, rtc, hls } = facts;
  if (facts.isBehind) return { ...mode, hls: 'run', rtc: 'rest', probedAtMs: null };
  const isDead = hls === 'none' || lastedMs(mode.hlsStillSinceMs, nowMs) >= hlsDeadMs;
  // Away from a dead picture at any time; back to a better one once a minute at most.
  if (rtc === 'good' && (isDead || mayReturn(mode, nowMs))) return toRtc(mode, nowMs);
  if (mode.rtc === 'rest') {
    const isTime = nowMs >= mode.nextProbeAtMs && hls === 'moving' && !facts.isLineThin;
    if (isDead) return { ...mode, rtc: 'run', probedAtMs: null };
    return isTime ? { ...mode, rtc: 'probe', probedAtMs: nowMs } : mode;
  }
  if (isDead) return { ...mode, rtc: 'run', probedAtMs: null };
  if (mode.rtc === 'probe') {
    const isOver = lastedMs(mode.probedAtMs, nowMs) >= probeAtMostMs && rtc !== 'good' && rtc !== 'waiting';
    const isStanding = lastedMs(mode.hlsStillSinceMs, nowMs) >= harmfulMs;
    const isHarmful = rtc === 'starving' || rtc === 'impossible' || isStanding;
    return isOver || isHarmful ? restProbe(mode, nowMs) : mode;
  }
  const isGivenUp = rtc === 'impossible' || rtc === 'starving' || nowMs - mode.startedAtMs >= patienceMs;
  return isGivenUp && rtc !== 'good' && rtc !== 'waiting' ? restProbe(mode, nowMs) : mode;
};

/** Which way plays from now on. Pure; to be asked several times a second, with the mode it answered last. */
export const nextMode = (before: Mode, facts: ModeFacts): Mode => {
  const { nowMs } = facts;
  const mode: Mode = {
    ...before,
    hasMoved: before.hasMoved || facts.rtc === 'good',
    rtcGoodSinceMs: facts.rtc === 'good' ? (before.rtcGoodSinceMs ?? nowMs) : null,
    hlsStillSinceMs: facts.hls === 'still' || facts.hls === 'none' ? (before.hlsStillSinceMs ?? nowMs) : null,
  };
  return mode.show === 'rtc' ? whileRtcShows(mode, facts) : whileHlsShows(mode, facts);
};

/** The person wants the present again, or the network has changed: what was held against WebRTC is forgotten. */
export const forgetPast = (mode: Mode, nowMs: number): Mode => ({
  ...mode,
  movedAtMs: null,
  failedProbes: 0,
  nextProbeAtMs: nowMs,
});
