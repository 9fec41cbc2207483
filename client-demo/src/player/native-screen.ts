import { masterAddress, renditionAddress } from './playlist-address.ts';
import type { Screen, ScreenOptions, ScreenWindow } from './screen.ts';
import { bufferedMs, followDryness, followMovement, frameRateOf } from './video-watch.ts';

/** WebKit's name for the wall-clock time at which the element's own time is zero (HTML, getStartDate). */
interface DatedVideo {
  getStartDate?: () => Date;
}

/** What the element holds back by itself; its live edge is where it would begin. */
const holdBackS = 2;
const behindS = 8;

/** Plays by the element's own HLS, where there are no Media Source Extensions (iPhones before iOS 17.1). */
export const createNativeScreen = ({ video, content, opened }: ScreenOptions): Screen => {
  const movement = followMovement(video, content);
  const rate = frameRateOf(video);
  let isBroken = false;
  let isBehind = false;
  const onError = () => (isBroken = true);
  video.addEventListener('error', onError);
  const dryness = followDryness(video, () => movement.lastAtMs() !== null);
  video.src = content === 'picture' ? masterAddress(opened.base) : renditionAddress(opened.base, 'thrift');
  const play = () => void video.play().catch(() => undefined);
  play();

  const window = (): ScreenWindow | null => {
    const { seekable, currentTime: currentS } = video;
    if (seekable.length === 0) return null;
    const liveS = Math.max(seekable.start(0), seekable.end(seekable.length - 1) - holdBackS);
    return { startS: seekable.start(0), liveS, currentS };
  };
  const seekTo = (positionS: number) => {
    const range = window();
    if (range === null) return;
    const target = Math.min(range.liveS, Math.max(range.startS, positionS));
    isBehind = range.liveS - target > behindS;
    video.currentTime = target;
    play();
  };
  return {
    content,
    video,
    lastMoveAtMs: movement.lastAtMs,
    isBroken: () => isBroken,
    pictureTimeMs: () => {
      const startMs = (video as DatedVideo).getStartDate?.().getTime() ?? Number.NaN;
      return Number.isNaN(startMs) ? null : startMs + video.currentTime * 1000;
    },
    window,
    dryAtMs: dryness.atMs,
    // The element chooses for itself and tells nobody.
    rungs: () => [],
    isLowest: () => true,
    read: () => {
      const { fps, dropped } = rate();
      return {
        width: video.videoWidth,
        height: video.videoHeight,
        framesPerSecond: content === 'sound' ? 0 : fps,
        bitrateBps: null,
        bandwidthBps: null,
        bufferMs: bufferedMs(video),
        droppedFrames: dropped,
        stalls: dryness.stalls(),
        rung: content === 'sound' ? 'sound' : null,
        codec: null,
      };
    },
    limit: () => undefined,
    seekTo,
    nudge: play,
    pause: () => video.pause(),
    resume: () => {
      play();
      const range = window();
      if (!isBehind && range !== null) video.currentTime = range.liveS;
    },
    close: () => {
      movement.close();
      video.removeEventListener('error', onError);
      dryness.close();
      video.removeAttribute('src');
      video.load();
    },
  };
};
