import type Hls from 'hls.js';
import type { LevelDetails } from 'hls.js';
import { keepUpRate } from './keep-up.ts';
import type { ScreenWindow } from './screen.ts';
import { bufferedMs, type DryWatch } from './video-watch.ts';

/** This far behind the live edge a person has gone on purpose. */
const behindS = 6;
/** A line that ran dry this lately may do so again. */
const rememberDryMs = 45_000;
const lookEveryMs = 1000;

/** As near to the edge as the playlist allows. */
const holdBackS = ({ partHoldBack, holdBack }: LevelDetails): number => partHoldBack || holdBack;

/** Keeps what hls.js plays near the live edge, unless somebody went back on purpose. */
export class LiveEdgeKeeper {
  readonly #hls: Hls;
  readonly #video: HTMLVideoElement;
  readonly #dryness: DryWatch;
  readonly #timer: ReturnType<typeof setInterval>;
  #isBehind = false;
  #isPaused = false;

  constructor(hls: Hls, video: HTMLVideoElement, dryness: DryWatch) {
    this.#hls = hls;
    this.#video = video;
    this.#dryness = dryness;
    video.addEventListener('timeupdate', this.#keepUp);
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
  }

  window(): ScreenWindow | null {
    const details = this.#hls.latestLevelDetails;
    const syncS = this.#hls.liveSyncPosition;
    if (details === null || details === undefined || syncS === null) return null;
    // hls.js guesses how far the edge has gone on since the last playlist, and may be ahead of what can be fetched.
    const liveS = Math.min(syncS, details.edge - holdBackS(details));
    return { startS: details.edge - details.totalduration, liveS, currentS: this.#video.currentTime };
  }

  seekTo(positionS: number): void {
    const window = this.window();
    if (window === null) return;
    const target = Math.min(window.liveS, Math.max(window.startS + 1, positionS));
    this.#isBehind = window.liveS - target > behindS;
    this.#video.currentTime = target;
    void this.#video.play().catch(() => undefined);
  }

  pause(): void {
    this.#isPaused = true;
    this.#video.pause();
  }

  resume(): void {
    this.#isPaused = false;
    void this.#video.play().catch(() => undefined);
    const window = this.window();
    if (!this.#isBehind && window !== null) this.#video.currentTime = window.liveS;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#video.removeEventListener('timeupdate', this.#keepUp);
    this.#video.playbackRate = 1;
  }

  readonly #keepUp = (): void => {
    const details = this.#hls.latestLevelDetails;
    if (details === null || details === undefined) return;
    const now = performance.now();
    const rate = this.#isBehind
      ? 1
      : keepUpRate({
          latencyS: this.#hls.latency,
          holdBackS: holdBackS(details),
          bufferS: bufferedMs(this.#video) / 1000,
          partS: details.partTarget || details.targetduration,
          recentStalls: this.#dryness.atMs().filter((atMs) => now - atMs < rememberDryMs).length,
        });
    if (this.#video.playbackRate !== rate) this.#video.playbackRate = rate;
  };

  /** Fell behind without anybody wanting it (a stall, a sleeping device): back to the edge. */
  #look(): void {
    const window = this.window();
    if (this.#isPaused || window === null) return;
    if (!this.#isBehind && window.liveS - window.currentS > behindS) this.seekTo(window.liveS);
    if (this.#video.paused) void this.#video.play().catch(() => undefined);
  }
}
