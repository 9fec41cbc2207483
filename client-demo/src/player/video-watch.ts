import type { Content } from './sound-or-picture.ts';

/** Whether an element has moved on, by its frames or by its clock. */
export interface Movement {
  lastAtMs(): number | null;
  close(): void;
}

/** `timeupdate` comes four times a second at most, and sound shall not wait for two of them. */
const lookEveryMs = 50;

/** A picture moves with its frames, sound alone with the time of its element. */
export const followMovement = (video: HTMLVideoElement, content: Content): Movement => {
  let lastAtMs: number | null = null;
  let lastTimeS = -1;
  let isClosed = false;
  const byFrames = content === 'picture' && 'requestVideoFrameCallback' in video;
  const onFrame = () => {
    if (isClosed) return;
    lastAtMs = performance.now();
    handle = video.requestVideoFrameCallback(onFrame);
  };
  const onTime = () => {
    if (video.currentTime === lastTimeS || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    // The first report is of where it begins, not that it runs.
    if (lastTimeS >= 0) lastAtMs = performance.now();
    lastTimeS = video.currentTime;
  };
  let handle = byFrames ? video.requestVideoFrameCallback(onFrame) : 0;
  const looking = byFrames ? undefined : setInterval(onTime, lookEveryMs);
  return {
    lastAtMs: () => lastAtMs,
    close: () => {
      isClosed = true;
      if (byFrames) video.cancelVideoFrameCallback(handle);
      clearInterval(looking);
    },
  };
};

/** Counted since it was last asked. */
export const frameRateOf = (video: HTMLVideoElement): (() => { fps: number; dropped: number }) => {
  let before = { frames: 0, atMs: performance.now() };
  return () => {
    const { totalVideoFrames: frames, droppedVideoFrames: dropped } = video.getVideoPlaybackQuality();
    const atMs = performance.now();
    const fps = ((frames - before.frames) * 1000) / Math.max(1, atMs - before.atMs);
    before = { frames, atMs };
    return { fps: Math.max(0, Math.round(fps)), dropped };
  };
};

/** From the playhead to the end of what is loaded. */
export const bufferedMs = (video: HTMLVideoElement): number => {
  const { buffered, currentTime } = video;
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + 0.1 && currentTime <= buffered.end(index))
      return (buffered.end(index) - currentTime) * 1000;
  }
  return 0;
};

/** How often, and when last, an element had nothing left to play. */
export interface DryWatch {
  stalls(): number;
  /** Monotonic times of the latest few. */
  atMs(): readonly number[];
  close(): void;
}

const keptDry = 6;
/** Waiting for data for a blink is the price of a small buffer. */
const dryAfterMs = 250;

/** Counts while `isPlaying` says that the element should play. */
export const followDryness = (video: HTMLVideoElement, isPlaying: () => boolean): DryWatch => {
  let stalls = 0;
  let atMs: readonly number[] = [];
  let soon: ReturnType<typeof setTimeout> | undefined;
  const ranDry = () => {
    stalls += 1;
    atMs = [...atMs, performance.now()].slice(-keptDry);
  };
  const onWaiting = () => {
    clearTimeout(soon);
    if (isPlaying() && !video.seeking) soon = setTimeout(ranDry, dryAfterMs);
  };
  const onPlaying = () => clearTimeout(soon);
  video.addEventListener('waiting', onWaiting);
  video.addEventListener('playing', onPlaying);
  return {
    stalls: () => stalls,
    atMs: () => atMs,
    close: () => {
      clearTimeout(soon);
      video.removeEventListener('waiting', onWaiting);
      video.removeEventListener('playing', onPlaying);
    },
  };
};
