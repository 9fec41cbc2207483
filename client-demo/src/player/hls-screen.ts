import Hls, { type ErrorData, type Level } from 'hls.js';
import { keepUpRate } from './keep-up.ts';
import { hlsConfig, withKnownMaster } from './hls-config.ts';
import { rememberBps } from './line.ts';
import {
  masterAddress,
  renditionAddress,
  renditionOf,
  rewriteAddress,
  type PlaylistBase,
} from './playlist-address.ts';
import type { CreateScreen, Screen, ScreenOptions, ScreenReading, ScreenWindow } from './screen.ts';
import type { Rung, RungSize } from './quality.ts';
import type { Content } from './sound-or-picture.ts';
import { bufferedMs, followDryness, followMovement, frameRateOf, type DryWatch, type Movement } from './video-watch.ts';

const isRung = (name: string | null): name is Rung => name === 'high' || name === 'middle' || name === 'low';
const rungOf = (level: Level | undefined): Rung | null => {
  const name = level === undefined ? null : renditionOf(level.url[0] ?? '');
  return isRung(name) ? name : null;
};

/** A second fault of decoding so soon after the first: start afresh. */
const decodeAgainMs = 5000;
const keptDry = 6;
/** This far behind the live edge a person has gone on purpose. */
const behindS = 6;
/** A line that ran dry this lately may do so again. */
const rememberDryMs = 45_000;
/** Waiting for data for a blink is the price of a small buffer. */
const dryAfterMs = 250;

/** Plays by hls.js over Media Source (or Managed Media Source) Extensions. */
class HlsJsScreen implements Screen {
  readonly content: Content;
  readonly video: HTMLVideoElement;
  readonly #hls: Hls;
  readonly #movement: Movement;
  readonly #rate: () => { fps: number; dropped: number };
  readonly #stops: (() => void)[] = [];
  #isBroken = false;
  #decodeFaultAtMs = Number.NEGATIVE_INFINITY;
  #dry: number[] = [];
  #stalls = 0;
  #isBehind = false;
  #isPaused = false;
  #wish: { readonly rung: Rung | null; readonly isFixed: boolean };

  constructor(options: ScreenOptions) {
    const { video, content, opened } = options;
    this.content = content;
    this.video = video;
    this.#wish = { rung: options.top, isFixed: false };
    const rewrite = (address: string): string => rewriteAddress(address, options.base() ?? opened.base);
    const { loader } = Hls.DefaultConfig;
    const playlistLoader = content === 'picture' ? withKnownMaster(loader, opened) : undefined;
    this.#hls = new Hls(hlsConfig({ rewrite, loader, playlistLoader, estimateBps: options.estimateBps }));
    this.#movement = followMovement(video, content);
    this.#rate = frameRateOf(video);
    this.#listen();
    this.#hls.loadSource(
      content === 'picture' ? masterAddress(opened.base) : renditionAddress(opened.base, 'thrift'),
    );
    this.#hls.attachMedia(video);
    void video.play().catch(() => undefined);
  }

  #listen(): void {
    const hls = this.#hls;
    hls.on(Hls.Events.ERROR, (_event, data) => this.#mend(data));
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.#applyLimit());
    const { video } = this;
    const timer = setInterval(() => this.#tick(), 1000);
    let drySoon: ReturnType<typeof setTimeout> | undefined;
    const onWaiting = () => {
      if (this.#movement.lastAtMs() === null || this.#isPaused || video.seeking) return;
      clearTimeout(drySoon);
      drySoon = setTimeout(() => this.#ranDry(), dryAfterMs);
    };
    const onPlaying = () => clearTimeout(drySoon);
    const onTime = () => this.#keepUp();
    video.addEventListener('waiting', onWaiting);
    video.addEventListener('playing', onPlaying);
    video.addEventListener('timeupdate', onTime);
    this.#stops.push(() => {
      clearInterval(timer);
      clearTimeout(drySoon);
      video.removeEventListener('waiting', onWaiting);
      video.removeEventListener('playing', onPlaying);
      video.removeEventListener('timeupdate', onTime);
      video.playbackRate = 1;
    });
  }

  #ranDry(): void {
    this.#stalls += 1;
    this.#dry = [...this.#dry, performance.now()].slice(-keptDry);
  }

  #keepUp(): void {
    const details = this.#hls.latestLevelDetails;
    if (details === null || details === undefined) return;
    const now = performance.now();
    const rate = this.#isBehind
      ? 1
      : keepUpRate({
          latencyS: this.#hls.latency,
          holdBackS: details.partHoldBack || details.holdBack,
          bufferS: bufferedMs(this.video) / 1000,
          partS: details.partTarget || details.targetduration,
          recentStalls: this.#dry.filter((atMs) => now - atMs < rememberDryMs).length,
        });
    if (this.video.playbackRate !== rate) this.video.playbackRate = rate;
  }

  /** Fell behind without anybody wanting it (a stall, a sleeping device): back to the edge. */
  #tick(): void {
    const window = this.window();
    if (this.#isPaused || window === null) return;
    if (this.content === 'picture') rememberBps(this.#hls.bandwidthEstimate);
    if (!this.#isBehind && window.liveS - window.currentS > behindS) this.seekTo(window.liveS);
    if (this.video.paused) void this.video.play().catch(() => undefined);
  }

  #mend(data: ErrorData): void {
    if (!data.fatal) return;
    const now = performance.now();
    if (data.type === Hls.ErrorTypes.MEDIA_ERROR && now - this.#decodeFaultAtMs > decodeAgainMs) {
      this.#decodeFaultAtMs = now;
      this.#hls.recoverMediaError();
      void this.video.play().catch(() => undefined);
      return;
    }
    this.#isBroken = true;
  }

  lastMoveAtMs(): number | null {
    return this.#movement.lastAtMs();
  }
  isBroken(): boolean {
    return this.#isBroken;
  }
  pictureTimeMs(): number | null {
    return this.#hls.playingDate?.getTime() ?? null;
  }
  dryAtMs(): readonly number[] {
    return this.#dry;
  }

  window(): ScreenWindow | null {
    const details = this.#hls.latestLevelDetails;
    const liveS = this.#hls.liveSyncPosition;
    if (details === null || details === undefined || liveS === null) return null;
    return { startS: details.edge - details.totalduration, liveS, currentS: this.video.currentTime };
  }

  rungs(): readonly RungSize[] {
    return this.#hls.levels.flatMap((level) => {
      const rung = rungOf(level);
      return rung === null ? [] : [{ rung, shortEdge: Math.min(level.width, level.height) || null }];
    });
  }

  isLowest(): boolean {
    return (
      this.content === 'sound' ||
      this.#hls.loadLevel <= 0 ||
      rungOf(this.#hls.levels[this.#hls.loadLevel]) === 'low'
    );
  }

  read(): ScreenReading {
    const hls = this.#hls;
    const { fps, dropped } = this.#rate();
    const level = hls.levels[hls.currentLevel] ?? hls.levels[hls.loadLevel];
    return {
      width: this.video.videoWidth,
      height: this.video.videoHeight,
      framesPerSecond: this.content === 'sound' ? 0 : fps,
      bitrateBps: level?.bitrate || null,
      bandwidthBps: Number.isFinite(hls.bandwidthEstimate) ? hls.bandwidthEstimate : null,
      bufferMs: bufferedMs(this.video),
      droppedFrames: dropped,
      stalls: this.#stalls,
      rung: this.content === 'sound' ? 'sound' : rungOf(level),
      codec: [level?.videoCodec, level?.audioCodec].filter(Boolean).join(', ') || null,
    };
  }

  limit(rung: Rung | null, isFixed: boolean): void {
    if (this.#wish.rung === rung && this.#wish.isFixed === isFixed) return;
    this.#wish = { rung, isFixed };
    this.#applyLimit();
  }

  #applyLimit(): void {
    const { rung, isFixed } = this.#wish;
    if (this.content === 'sound') return;
    const index = rung === null ? -1 : this.#hls.levels.findIndex((level) => rungOf(level) === rung);
    this.#hls.autoLevelCapping = index;
    if (isFixed && index >= 0) this.#hls.nextLevel = index;
    else if (!this.#hls.autoLevelEnabled) this.#hls.nextLevel = -1;
  }

  seekTo(positionS: number): void {
    const window = this.window();
    if (window === null) return;
    const target = Math.min(window.liveS, Math.max(window.startS + 1, positionS));
    this.#isBehind = window.liveS - target > behindS;
    this.video.currentTime = target;
    void this.video.play().catch(() => undefined);
  }

  nudge(): void {
    if (this.#isPaused) return;
    this.#hls.stopLoad();
    this.#hls.startLoad(-1);
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.video.pause();
    this.#hls.stopLoad();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#hls.startLoad(-1);
    void this.video.play().catch(() => undefined);
    const { liveSyncPosition } = this.#hls;
    if (!this.#isBehind && liveSyncPosition !== null) this.video.currentTime = liveSyncPosition;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#movement.close();
    this.#hls.destroy();
  }
}

export const createHlsScreen = (options: ScreenOptions): Screen => new HlsJsScreen(options);
