import { effect } from '@preact/signals';
import { systemTime } from '../live/time-source.ts';
import { togglePictureInPicture } from '../stage/browser-player.ts';
import { isThinLine, lineEstimateBps, lineHints } from './line.ts';
import { loadScreens } from './load-screens.ts';
import { forgetPast, nextMode, startMode, type Mode } from './mode-policy.ts';
import { PlayerView } from './player-view.ts';
import type { ProgrammePlayer, ProgrammePlayerOptions } from './programme-player.ts';
import { isSavingData } from './quality.ts';
import { TwoSides } from './two-sides.ts';
import { createUnseenWatch, type UnseenWatch } from './unseen-watch.ts';

const checkEveryMs = 100;
const edgeEveryMs = 500;
const readEveryMs = 1000;
/** The picture's own way has begun by now; what may be needed later travels while the line is idle. */
const preloadAfterMs = 4000;

/** Asks the policy several times a second which of two sides runs and shows, and tells the page. */
class TwoWayPlayer implements ProgrammePlayer {
  readonly #sides: TwoSides;
  readonly #view: PlayerView;
  readonly #unseen: UnseenWatch = createUnseenWatch();
  readonly #stops: (() => void)[] = [];
  #mode: Mode | null = null;
  #goBackMs: number | null = null;
  #readers = 0;

  constructor(options: ProgrammePlayerOptions) {
    this.#sides = new TwoSides(options);
    const { rtc, hls, source } = this.#sides;
    const { clock, container, socket } = options;
    this.#view = new PlayerView({ rtc, hls, source, clock, container });
    this.#follow(socket);
    // Behind a firewall the way to the playlists takes a second to find, which nobody should wait for then.
    void source.prepare();
  }

  get state() {
    return this.#view.state;
  }
  get stage() {
    return this.#sides.rtc.stage;
  }
  get sound() {
    return this.#view.sound;
  }
  get picture() {
    return this.#view.picture;
  }
  get way() {
    return this.#view.way;
  }
  get content() {
    return this.#view.content;
  }
  get edge() {
    return this.#view.edge;
  }
  get rungs() {
    return this.#view.rungs;
  }
  get hasWindow() {
    return this.#view.hasWindow;
  }
  get reading() {
    return this.#view.reading;
  }

  front(): HTMLVideoElement {
    return this.#sides.front();
  }
  pictureTimeMs(): number | null {
    return this.#view.pictureTimeMs();
  }

  start({ withSound }: { readonly withSound: boolean }): void {
    if (withSound) this.setSound(true);
    if (this.#mode !== null) return;
    const isThin = isThinLine(lineEstimateBps(), lineHints());
    if (isThin) this.#sides.hls.choice.set('sound');
    this.#mode = startMode(performance.now(), isThin);
    this.#apply(this.#mode);
    this.#check();
    this.#stops.push(systemTime.after(preloadAfterMs, () => this.#preload()));
  }

  setSound(on: boolean): void {
    this.#sides.setSound(on);
    this.#show();
  }
  setVolume(volume: number): void {
    this.#sides.setVolume(volume);
  }

  goBack(behindMs: number): void {
    this.#goBackMs = behindMs;
    this.#seek();
    this.#check();
  }
  goLive(): void {
    this.#goBackMs = null;
    const screen = this.#sides.hls.screen();
    const window = screen?.window();
    if (window) screen?.seekTo(window.liveS);
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
    this.#sides.close();
  }

  #follow(socket: ProgrammePlayerOptions['socket']): void {
    const every = (ms: number, work: () => void) => {
      const timer = setInterval(work, ms);
      this.#stops.push(() => clearInterval(timer));
    };
    every(checkEveryMs, () => this.#check());
    every(edgeEveryMs, () => this.#mode !== null && this.#view.showEdge(this.#wish()));
    every(readEveryMs, () => this.#readers > 0 && this.#view.read());
    const back = () => this.#sides.hls.wake();
    addEventListener('online', back);
    this.#stops.push(
      () => removeEventListener('online', back),
      socket.onOpen(back),
      effect(() => {
        // Read, so that the effect runs again when it changes.
        void this.#sides.rtc.state.value;
        this.#show();
      }),
    );
  }

  /** Once the show runs: what a later change of way needs is here before the line is too weak to fetch it. */
  #preload(): void {
    if (!isSavingData.peek() && !this.#sides.source.isRefused()) loadScreens().catch(() => undefined);
  }

  #check(): void {
    if (this.#mode === null) return;
    const nowMs = performance.now();
    const { rtc, hls } = this.#sides;
    hls.rest(this.#unseen.isUnseen(nowMs, this.#view.sound.peek() === 'on'));
    hls.check(nowMs);
    const before = this.#mode;
    this.#mode = nextMode(before, {
      nowMs,
      rtc: rtc.verdict(nowMs),
      hls: hls.verdict(nowMs),
      isBehind: this.#goBackMs !== null,
      isLineThin: hls.choice.isForced,
    });
    if (this.#mode.rtc !== before.rtc || this.#mode.hls !== before.hls || this.#mode.show !== before.show)
      this.#apply(this.#mode);
    this.#show();
  }

  #apply(mode: Mode): void {
    this.#sides.apply(mode);
    this.#seek();
  }

  /** Takes the position that was asked for as soon as there is something to take it in. */
  #seek(): void {
    const screen = this.#sides.hls.screen();
    const window = screen?.window();
    if (screen === undefined || !window || this.#goBackMs === null || this.#sides.way !== 'hls') return;
    screen.seekTo(window.liveS - this.#goBackMs / 1000);
  }

  #wish() {
    const { way, wantsSound } = this.#sides;
    return { way, wantsSound, isBackOnPurpose: this.#goBackMs !== null };
  }
  #show(): void {
    this.#view.show(this.#wish());
  }
}

/** Fills `container` and waits for `start`. */
export const createProgrammePlayer = (options: ProgrammePlayerOptions): ProgrammePlayer =>
  new TwoWayPlayer(options);
