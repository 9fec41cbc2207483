import Hls, { type ErrorData } from 'hls.js';
import { hlsConfig, withKnownMaster } from './hls-config.ts';
import { isLowestLoading, limitRungs, rungOf, rungsOf, type RungLimit } from './hls-rungs.ts';
import { rememberBps } from './line.ts';
import { LiveEdgeKeeper } from './live-edge-keeper.ts';
import { masterAddress, renditionAddress, rewriteAddress } from './playlist-address.ts';
import type { CreateScreen, Screen, ScreenOptions, ScreenReading, ScreenWindow } from './screen.ts';
import type { Rung, RungSize } from './quality.ts';
import type { Content } from './sound-or-picture.ts';
import { bufferedMs, followDryness, followMovement, frameRateOf, type DryWatch } from './video-watch.ts';

/** A second fault of decoding so soon after the first: start afresh. */
const decodeAgainMs = 5000;

const createHls = ({ content, opened, base, estimateBps }: ScreenOptions): Hls => {
  const rewrite = (address: string): string => rewriteAddress(address, base() ?? opened.base);
  const { loader } = Hls.DefaultConfig;
  const playlistLoader = content === 'picture' ? withKnownMaster(loader, opened) : undefined;
  return new Hls(hlsConfig({ rewrite, loader, playlistLoader, estimateBps }));
};

/** Plays by hls.js over Media Source (or Managed Media Source) Extensions. */
class HlsJsScreen implements Screen {
  readonly content: Content;
  readonly video: HTMLVideoElement;
  readonly #hls: Hls;
  readonly #movement: ReturnType<typeof followMovement>;
  readonly #dryness: DryWatch;
  readonly #edge: LiveEdgeKeeper;
  readonly #rate: () => { fps: number; dropped: number };
  #isBroken = false;
  #decodeFaultAtMs = Number.NEGATIVE_INFINITY;
  #isPaused = false;
  #limit: RungLimit = { rung: null, isFixed: false };

  constructor(options: ScreenOptions) {
    const { video, content, opened } = options;
    this.content = content;
    this.video = video;
    const hls = createHls(options);
    this.#hls = hls;
    this.#movement = followMovement(video, content);
    const hasBegun = () => this.#movement.lastAtMs() !== null;
    this.#dryness = followDryness(video, () => hasBegun() && !this.#isPaused);
    this.#edge = new LiveEdgeKeeper(hls, video, this.#dryness);
    this.#rate = frameRateOf(video);
    hls.on(Hls.Events.ERROR, (_event, data) => this.#mend(data));
    hls.on(Hls.Events.MANIFEST_PARSED, () => this.#applyLimit());
    // Sound alone is too little to measure a line by.
    if (content === 'picture') hls.on(Hls.Events.FRAG_CHANGED, () => rememberBps(hls.bandwidthEstimate));
    else hls.on(Hls.Events.BUFFER_APPENDED, () => hasBegun() || this.#beginWithFirst());
    hls.loadSource(
      content === 'picture' ? masterAddress(opened.base) : renditionAddress(opened.base, 'thrift'),
    );
    hls.attachMedia(video);
    this.#play();
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
    return this.#dryness.atMs();
  }
  window(): ScreenWindow | null {
    return this.#edge.window();
  }
  rungs(): readonly RungSize[] {
    return rungsOf(this.#hls);
  }
  isLowest(): boolean {
    return this.content === 'sound' || isLowestLoading(this.#hls);
  }
  seekTo(positionS: number): void {
    this.#edge.seekTo(positionS);
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
      stalls: this.#dryness.stalls(),
      rung: this.content === 'sound' ? 'sound' : rungOf(level),
      codec: [level?.videoCodec, level?.audioCodec].filter(Boolean).join(', ') || null,
    };
  }

  limit(rung: Rung | null, isFixed: boolean): void {
    if (this.#limit.rung === rung && this.#limit.isFixed === isFixed) return;
    this.#limit = { rung, isFixed };
    this.#applyLimit();
  }

  nudge(): void {
    if (this.#isPaused) return;
    this.#hls.stopLoad();
    this.#hls.startLoad(-1);
  }

  pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.#edge.pause();
    this.#hls.stopLoad();
  }

  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#hls.startLoad(-1);
    this.#edge.resume();
  }

  close(): void {
    this.#edge.close();
    this.#dryness.close();
    this.#movement.close();
    this.#hls.destroy();
  }

  #play(): void {
    void this.video.play().catch(() => undefined);
  }

  /** On a thin line the next part takes half a second: sound begins with what is there, not in its middle. */
  #beginWithFirst(): void {
    const { buffered, currentTime } = this.video;
    if (buffered.length > 0 && currentTime > buffered.start(0)) this.video.currentTime = buffered.start(0);
  }

  #applyLimit(): void {
    if (this.content === 'picture') limitRungs(this.#hls, this.#limit);
  }

  #mend(data: ErrorData): void {
    if (!data.fatal) return;
    const now = performance.now();
    if (data.type !== Hls.ErrorTypes.MEDIA_ERROR || now - this.#decodeFaultAtMs <= decodeAgainMs) {
      this.#isBroken = true;
      return;
    }
    this.#decodeFaultAtMs = now;
    this.#hls.recoverMediaError();
    this.#play();
  }
}

export const createHlsScreen: CreateScreen = (options) => new HlsJsScreen(options);
