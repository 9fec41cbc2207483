import { batch, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { StageState } from '#protocol/methods/stage.ts';
import type { ServerClock } from '../live/clock.ts';
import type { LiveSocket } from '../live/socket.ts';
import { systemTime } from '../live/time-source.ts';
import { togglePictureInPicture } from '../stage/browser-player.ts';
import type { PictureSize } from '../stage/picture-deck.ts';
import { isSameState, type StagePlayerState } from '../stage/player-state.ts';
import type { SoundState } from '../stage/sound-deck.ts';
import { HlsDeck } from './hls-deck.ts';
import { isThinLine, lineEstimateBps, lineHints } from './line.ts';
import { loadScreens } from './load-screens.ts';
import { forgetPast, nextMode, startMode, type Mode, type Way } from './mode-policy.ts';
import { createPlaylistSource, unreachableOfSession, type PlaylistSource } from './playlist-source.ts';
import { readPlay, type PlayReading } from './play-reading.ts';
import { isSavingData, layerOfRung, quality, topRung, type RungSize } from './quality.ts';
import { RtcSide } from './rtc-side.ts';
import type { Content } from './sound-or-picture.ts';

export interface ProgrammePlayerOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly clock: ServerClock;
  /**
   * Positioned element that the player fills. Carries `data-state`, `data-source` and `data-way` for styles and
   * tests. Its `object-fit` is the picture's.
   */
  readonly container: HTMLElement;
}

/** Where in the show one is. `windowMs`: how far back one can go, null while not known. */
export interface LiveEdge {
  readonly behindMs: number;
  readonly windowMs: number | null;
  /** Went back on purpose, or was held up: there is something to catch up with. */
  readonly isBehind: boolean;
}

/** Plays the programme of one show by whichever way does best, and says how. */
export interface ProgrammePlayer {
  readonly state: ReadonlySignal<StagePlayerState>;
  readonly stage: ReadonlySignal<StageState | null>;
  readonly sound: ReadonlySignal<SoundState>;
  /** Size of the picture on show; null before the first frame and while there is sound alone. */
  readonly picture: ReadonlySignal<PictureSize | null>;
  readonly way: ReadonlySignal<Way>;
  readonly content: ReadonlySignal<Content>;
  readonly edge: ReadonlySignal<LiveEdge>;
  readonly rungs: ReadonlySignal<readonly RungSize[]>;
  /** Whether HLS can be had: only with it can one go back. */
  readonly hasWindow: ReadonlySignal<boolean>;
  /** Refreshed every second while `followStats` is held. */
  readonly reading: ReadonlySignal<PlayReading | null>;
  front(): HTMLVideoElement;
  /** Server time of the frame on show; null before the first. */
  pictureTimeMs(): number | null;
  /** Call it inside the tap when sound is wanted. Harmless when already started. */
  start(options: { readonly withSound: boolean }): void;
  /** Inside a tap. */
  setSound(on: boolean): void;
  /** 0 to 1; iOS ignores it. */
  setVolume(volume: number): void;
  /** Watches the moment so long ago. */
  goBack(behindMs: number): void;
  goLive(): void;
  followStats(): () => void;
  togglePictureInPicture(): Promise<boolean>;
  close(): void;
}

const checkEveryMs = 150;
const edgeEveryMs = 500;
const readEveryMs = 1000;
/** The picture's own way has begun by now; what may be needed later travels while the line is idle. */
const preloadAfterMs = 4000;
/** A hidden page without sound fetches nothing. */
const hiddenGraceMs = 4000;
/** So far behind, a person is told and can go on with one press. */
const noticeablyBehindMs = 5000;
const bornLive: LiveEdge = { behindMs: 0, windowMs: null, isBehind: false };

const box = (container: HTMLElement): HTMLElement => {
  const made = document.createElement('div');
  made.style.cssText =
    'position:absolute;inset:0;object-fit:inherit;object-position:inherit;isolation:isolate';
  container.append(made);
  return made;
};

class BrowserProgrammePlayer implements ProgrammePlayer {
  readonly #options: ProgrammePlayerOptions;
  readonly #boxes: Readonly<Record<Way, HTMLElement>>;
  readonly #source: PlaylistSource;
  readonly #rtc: RtcSide;
  readonly #hls: HlsDeck;
  readonly #state = signal<StagePlayerState>({ status: 'idle' });
  readonly #way = signal<Way>('rtc');
  readonly #wantsSound = signal(false);
  readonly #sound = signal<SoundState>('off');
  readonly #picture = signal<PictureSize | null>(null);
  readonly #content = signal<Content>('picture');
  readonly #edge = signal<LiveEdge>(bornLive);
  readonly #rungs = signal<readonly RungSize[]>([]);
  readonly #hasWindow = signal(false);
  readonly #reading = signal<PlayReading | null>(null);
  readonly #stops: (() => void)[] = [];
  #mode: Mode | null = null;
  #goBackMs: number | null = null;
  #hiddenSinceMs: number | null = null;
  #edgeReadAtMs = 0;
  #readers = 0;

  constructor(options: ProgrammePlayerOptions) {
    this.#options = options;
    const { socket, showId, clock, container } = options;
    this.#boxes = { hls: box(container), rtc: box(container) };
    this.#source = createPlaylistSource({
      socket,
      showId,
      time: systemTime,
      serverNowMs: () => clock.nowMs(),
      page: location,
      fetch: (url, init) => fetch(url, init),
      unreachable: unreachableOfSession,
    });
    this.#rtc = new RtcSide({ socket, showId, container: this.#boxes.rtc });
    this.#hls = new HlsDeck(this.#boxes.hls, this.#source);
    this.#arrange('rtc');
    this.#follow();
  }

  get state() {
    return this.#state;
  }
  get stage() {
    return this.#rtc.stage;
  }
  get sound() {
    return this.#sound;
  }
  get picture() {
    return this.#picture;
  }
  get way() {
    return this.#way;
  }
  get content() {
    return this.#content;
  }
  get edge() {
    return this.#edge;
  }
  get rungs() {
    return this.#rungs;
  }
  get hasWindow() {
    return this.#hasWindow;
  }
  get reading() {
    return this.#reading;
  }

  front(): HTMLVideoElement {
    return this.#way.peek() === 'hls' ? this.#hls.front() : this.#rtc.front();
  }

  pictureTimeMs(): number | null {
    if (this.#way.peek() === 'hls') return this.#hls.screen()?.pictureTimeMs() ?? null;
    return this.#options.clock.nowMs() - this.#rtc.delayMs();
  }

  start({ withSound }: { readonly withSound: boolean }): void {
    if (withSound) this.setSound(true);
    if (this.#mode !== null) return;
    const estimateBps = lineEstimateBps();
    const isThin = isThinLine(estimateBps, lineHints());
    if (isThin) this.#hls.setContent('sound');
    this.#mode = startMode(performance.now(), isThin);
    this.#apply(this.#mode);
    this.#check();
    const preload = setTimeout(() => this.#preload(), preloadAfterMs);
    this.#stops.push(() => clearTimeout(preload));
  }

  setSound(on: boolean): void {
    if (on) this.#hls.bless();
    this.#wantsSound.value = on;
    this.#applySound();
  }

  setVolume(volume: number): void {
    this.#rtc.setVolume(volume);
    this.#hls.setVolume(volume);
  }

  goBack(behindMs: number): void {
    this.#goBackMs = behindMs;
    this.#seek();
    this.#check();
  }

  goLive(): void {
    this.#goBackMs = null;
    const window = this.#hls.screen()?.window();
    if (window) this.#hls.screen()?.seekTo(window.liveS);
    if (this.#mode !== null) this.#mode = forgetPast(this.#mode, performance.now());
    this.#check();
  }

  followStats(): () => void {
    this.#readers += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.#readers -= 1;
      isHeld = false;
    };
  }

  togglePictureInPicture(): Promise<boolean> {
    return togglePictureInPicture(this.front());
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#rtc.close();
    this.#hls.close();
    this.#source.close();
    for (const one of Object.values(this.#boxes)) one.remove();
  }

  #follow(): void {
    const { socket } = this.#options;
    const checking = setInterval(() => this.#check(), checkEveryMs);
    const reading = setInterval(() => this.#read(), readEveryMs);
    const back = () => this.#hls.wake();
    addEventListener('online', back);
    this.#stops.push(
      () => clearInterval(checking),
      () => clearInterval(reading),
      () => removeEventListener('online', back),
      socket.onOpen(back),
      effect(() => this.#applyQuality()),
      effect(() => {
        // Read, so that the effect runs again when it changes.
        void this.#rtc.state.value;
        this.#show();
      }),
    );
  }

  /** Once the show runs: what a later change of way needs is here before the line is too weak to fetch it. */
  #preload(): void {
    if (isSavingData.peek()) return;
    void this.#source.prepare().then(() => {
      if (!this.#source.isRefused()) loadScreens().catch(() => undefined);
    });
  }

  #check(): void {
    if (this.#mode === null) return;
    const nowMs = performance.now();
    this.#restWhileHidden(nowMs);
    this.#hls.check(nowMs);
    const before = this.#mode;
    this.#mode = nextMode(before, {
      nowMs,
      rtc: this.#rtc.verdict(nowMs),
      hls: this.#hls.verdict(nowMs),
      isBehind: this.#goBackMs !== null,
      isLineThin: this.#hls.content.peek() === 'sound' && quality.peek() !== 'sound',
    });
    if (this.#mode.rtc !== before.rtc || this.#mode.hls !== before.hls || this.#mode.show !== before.show)
      this.#apply(this.#mode);
    this.#show();
    if (nowMs - this.#edgeReadAtMs >= edgeEveryMs) this.#readEdge(nowMs);
  }

  #apply(mode: Mode): void {
    this.#rtc.run(mode.rtc);
    this.#hls.run(mode.hls === 'run');
    if (mode.show !== this.#way.peek()) this.#arrange(mode.show);
    this.#applySound();
    if (mode.show === 'hls' && this.#goBackMs !== null) this.#seek();
  }

  #arrange(way: Way): void {
    const floats = document.pictureInPictureElement;
    for (const one of ['rtc', 'hls'] as const) {
      // Both stay visible, one beneath the other: browsers stop decoding what is hidden.
      this.#boxes[one].style.zIndex = one === way ? '1' : '0';
      this.#boxes[one].dataset['side'] = one === way ? 'front' : 'back';
    }
    this.#way.value = way;
    // While one video floats another may take its place without a tap (Picture-in-Picture, section 4.1).
    if (floats !== null && this.#options.container.contains(floats) && floats !== this.front())
      this.front()
        .requestPictureInPicture()
        .catch(() => undefined);
  }

  #applySound(): void {
    const on = this.#wantsSound.peek();
    const way = this.#way.peek();
    this.#rtc.setSound(on && way === 'rtc');
    this.#hls.setAudible(on && way === 'hls');
    this.#readSound();
  }

  #readSound(): void {
    const isOn = this.#wantsSound.peek();
    const isBlocked = this.#way.peek() === 'hls' ? this.#hls.isBlocked : this.#rtc.isSoundBlocked;
    this.#sound.value = !isOn ? 'off' : isBlocked ? 'blocked' : 'on';
  }

  #applyQuality(): void {
    const wish = quality.value;
    const top = topRung(wish, isSavingData.value);
    const isFixed = wish !== 'auto' && wish !== 'sound';
    this.#hls.wish({ wantsSound: wish === 'sound', top, isFixed });
    this.#rtc.choosePicture(wish !== 'sound', (layers) =>
      top === null ? layers - 1 : layerOfRung(top, layers),
    );
  }

  #restWhileHidden(nowMs: number): void {
    const isUnseen = document.visibilityState === 'hidden' && document.pictureInPictureElement === null;
    if (!isUnseen || this.#sound.peek() === 'on') this.#hiddenSinceMs = null;
    else this.#hiddenSinceMs ??= nowMs;
    this.#hls.rest(this.#hiddenSinceMs !== null && nowMs - this.#hiddenSinceMs >= hiddenGraceMs);
  }

  /** Takes the position that was asked for as soon as there is something to take it in. */
  #seek(): void {
    const screen = this.#hls.screen();
    const window = screen?.window();
    if (screen === undefined || !window || this.#goBackMs === null || this.#way.peek() !== 'hls') return;
    screen.seekTo(window.liveS - this.#goBackMs / 1000);
  }

  #show(): void {
    const { container } = this.#options;
    const isHls = this.#way.peek() === 'hls';
    const next = isHls ? this.#hlsState() : this.#rtc.state.peek();
    const content = isHls ? (this.#hls.screen()?.content ?? this.#hls.content.peek()) : this.#rtc.content;
    batch(() => {
      if (!isSameState(this.#state.peek(), next)) this.#state.value = next;
      this.#content.value = content;
      this.#setPicture(content === 'sound' ? null : isHls ? this.#hlsSize() : this.#rtc.picture.peek());
      this.#rungs.value = sameRungs(
        this.#rungs.peek(),
        isHls ? (this.#hls.screen()?.rungs() ?? []) : this.#rungs.peek(),
      );
      this.#hasWindow.value = !this.#source.isRefused() && (isHls || this.#rtc.hasFallback);
      this.#readSound();
    });
    container.dataset['state'] = next.status;
    container.dataset['way'] = this.#way.peek();
    container.dataset['content'] = content;
    container.dataset['source'] = isHls
      ? this.#hls.screen() === undefined
        ? ''
        : 'hls'
      : this.#rtc.shownSource;
  }

  #hlsState(): StagePlayerState {
    const screen = this.#hls.screen();
    if (screen === undefined) return { status: 'connecting' };
    const ageMs = performance.now() - (screen.lastMoveAtMs() ?? 0);
    const isStill = this.#hls.verdict(performance.now()) === 'still' && ageMs > stillMs;
    return isStill ? { status: 'reconnecting' } : { status: 'playing', sourceId: 'hls' };
  }

  #hlsSize(): PictureSize | null {
    const { videoWidth: width, videoHeight: height } = this.#hls.front();
    return width === 0 ? this.#picture.peek() : { width, height };
  }

  #setPicture(size: PictureSize | null): void {
    const before = this.#picture.peek();
    if (before?.width !== size?.width || before?.height !== size?.height) this.#picture.value = size;
  }

  #readEdge(nowMs: number): void {
    this.#edgeReadAtMs = nowMs;
    const pictureMs = this.pictureTimeMs();
    const isHls = this.#way.peek() === 'hls';
    const window = isHls ? (this.#hls.screen()?.window() ?? null) : null;
    const behindLiveMs = window === null ? 0 : Math.max(0, (window.liveS - window.currentS) * 1000);
    const behindMs = pictureMs === null ? behindLiveMs : Math.max(0, this.#options.clock.nowMs() - pictureMs);
    const windowMs = window === null ? this.#edge.peek().windowMs : (window.liveS - window.startS) * 1000;
    const isBehind = isHls && (this.#goBackMs !== null || behindLiveMs > noticeablyBehindMs);
    this.#edge.value = { behindMs, windowMs, isBehind };
  }

  #read(): void {
    if (this.#readers === 0) return;
    this.#reading.value = readPlay({
      way: this.#way.peek(),
      behindMs: this.#edge.peek().behindMs,
      rtc: this.#rtc.stats.peek(),
      hls: this.#hls.screen()?.read() ?? null,
    });
  }
}

/** A picture that stands so long is told. */
const stillMs = 1500;

const sameRungs = (before: readonly RungSize[], next: readonly RungSize[]): readonly RungSize[] =>
  before.length === next.length &&
  before.every(
    ({ rung, shortEdge }, index) => next[index]?.rung === rung && next[index].shortEdge === shortEdge,
  )
    ? before
    : next;

/** Fills `container` and waits for `start`. */
export const createProgrammePlayer = (options: ProgrammePlayerOptions): ProgrammePlayer =>
  new BrowserProgrammePlayer(options);
