import { signal, type ReadonlySignal } from '@preact/signals';
import type { PlaylistSource } from '../player/playlist-source.ts';
import type { Rung, RungSize } from '../player/quality.ts';
import type { Span } from './chapters.ts';
import type { CreateReplayScreen, ReplayScreen } from './replay-screen.ts';
import { followVideo, type VideoFacts } from './video-facts.ts';

/** `gone`: it was deleted since the page was told of it. */
export type ReplayStatus = 'opening' | 'ready' | 'failed' | 'gone';

export interface ReplayPlayerOptions {
  readonly video: HTMLVideoElement;
  readonly startS: number;
  /** Highest picture that may be shown by itself: of a person who saves data. */
  readonly top: Rung | null;
  readonly estimateBps: () => number | null;
  /** Knows nothing yet: each opening asks anew where the replay is, and whether it still is. */
  readonly findPlaylists: () => PlaylistSource;
  readonly loadScreen: () => Promise<CreateReplayScreen>;
  /** Browsers never ask again for a script that they could not fetch, as long as the page lives. */
  readonly reloadPage: () => void;
  /** Now and then, and when somebody stops watching. */
  readonly onPlace: (atS: number, durationS: number) => void;
}

const placeEveryMs = 5000;
/** Seconds. At the very end there is no frame to show, and what is not there is waited for. */
const lastS = 0.5;

/** One replay in one video element, from opening it to its end. */
export class ReplayPlayer {
  readonly facts: Omit<VideoFacts, 'close'>;
  readonly #options: ReplayPlayerOptions;
  readonly video: HTMLVideoElement;
  readonly #stops: (() => void)[];
  readonly #status = signal<ReplayStatus>('opening');
  readonly #speed = signal(1);
  readonly #rungs = signal<readonly RungSize[]>([]);
  readonly #rung = signal<Rung | null>(null);
  readonly #spans = signal<readonly Span[]>([]);
  readonly status: ReadonlySignal<ReplayStatus> = this.#status;
  readonly speed: ReadonlySignal<number> = this.#speed;
  readonly rungs: ReadonlySignal<readonly RungSize[]> = this.#rungs;
  /** The picture that was chosen; null: it chooses for itself. */
  readonly rung: ReadonlySignal<Rung | null> = this.#rung;
  readonly spans: ReadonlySignal<readonly Span[]> = this.#spans;
  #screen: ReplayScreen | undefined;
  #source: PlaylistSource | undefined;
  /** Grows with every opening: what an earlier one still brings is not wanted. */
  #turn = 0;
  #isDoubting = false;
  #lacksScript = false;

  constructor(options: ReplayPlayerOptions) {
    this.#options = options;
    this.video = options.video;
    const facts = followVideo(options.video, options.startS);
    this.facts = facts;
    const timer = setInterval(() => this.#tellPlace(), placeEveryMs);
    const onHide = () => this.#tellPlace();
    addEventListener('pagehide', onHide);
    this.#stops = [facts.close, () => clearInterval(timer), () => removeEventListener('pagehide', onHide)];
    void this.#open();
  }

  togglePlay(): void {
    if (this.facts.isPlaying.peek()) this.video.pause();
    else this.#play();
  }

  seekTo(positionS: number): void {
    if (this.#status.peek() !== 'ready') return;
    const target = Math.max(0, Math.min(this.facts.durationS.peek() - lastS, positionS));
    this.facts.positionS.value = target;
    this.video.currentTime = target;
  }

  skip(byS: number): void {
    this.seekTo(this.facts.positionS.peek() + byS);
  }

  setVolume(volume: number): void {
    this.video.volume = Math.min(1, Math.max(0, volume));
    this.video.muted = volume === 0;
  }

  toggleSound(): void {
    const isSilent = this.video.muted || this.video.volume === 0;
    if (this.video.volume === 0) this.video.volume = 1;
    this.video.muted = !isSilent;
  }

  setSpeed(speed: number): void {
    // A source that is opened anew begins at the default rate.
    this.video.defaultPlaybackRate = speed;
    this.video.playbackRate = speed;
    this.#speed.value = speed;
  }

  choose(rung: Rung | null): void {
    this.#rung.value = rung;
    this.#screen?.choose(rung);
  }

  /** Opens it again where it stood. */
  retry(): void {
    if (this.#lacksScript) this.#options.reloadPage();
    else void this.#open();
  }

  close(): void {
    this.#tellPlace();
    this.#turn += 1;
    for (const stop of this.#stops) stop();
    this.video.pause();
    this.#letGo();
  }

  #play(): void {
    // Where a browser wants another tap the button for it is there.
    void this.video.play().catch(() => undefined);
  }

  #letGo(): void {
    this.#screen?.close();
    this.#screen = undefined;
    this.#source?.close();
  }

  #tellPlace(): void {
    const { positionS, durationS, isOver } = this.facts;
    if (durationS.peek() === 0) return;
    this.#options.onPlace(isOver.peek() ? durationS.peek() : positionS.peek(), durationS.peek());
  }

  async #open(): Promise<void> {
    this.#letGo();
    const turn = (this.#turn += 1);
    this.#status.value = 'opening';
    // Inside the tap that asked for it: later it may play with sound (WebKit asks for a tap per element).
    this.#play();
    const { findPlaylists, loadScreen, top, estimateBps } = this.#options;
    const source = findPlaylists();
    this.#source = source;
    const script = loadScreen().catch(() => null);
    const [opened, createScreen] = await Promise.all([source.open(), script]);
    if (turn !== this.#turn) return;
    this.#lacksScript = createScreen === null;
    if (opened === null || createScreen === null) {
      this.#status.value = source.isRefused() ? 'gone' : 'failed';
      return;
    }
    this.#screen = createScreen({
      ...{ video: this.video, opened, startS: this.facts.positionS.peek(), top },
      estimateBps: estimateBps(),
      onKnown: () => this.#known(turn),
      onMissing: () => void this.#doubt(turn),
      onFault: () => void this.#judge(turn),
    });
    this.#status.value = 'ready';
    this.#play();
  }

  #known(turn: number): void {
    if (turn !== this.#turn || this.#screen === undefined) return;
    this.#rungs.value = this.#screen.rungs();
    this.#spans.value = this.#screen.spans();
  }

  /** Whether it is still there; asked once for all files that are missed meanwhile. */
  async #isGone(): Promise<boolean> {
    const source = this.#options.findPlaylists();
    await source.prepare();
    source.close();
    return source.isRefused();
  }

  async #doubt(turn: number): Promise<void> {
    if (turn !== this.#turn || this.#isDoubting) return;
    this.#isDoubting = true;
    const isGone = await this.#isGone();
    this.#isDoubting = false;
    if (isGone && turn === this.#turn) this.#giveUp('gone');
  }

  /** It cannot go on: because the line is bad, or because the replay is not there any more? The server knows. */
  async #judge(turn: number): Promise<void> {
    if (turn !== this.#turn) return;
    this.#giveUp('failed');
    if ((await this.#isGone()) && turn + 1 === this.#turn) this.#status.value = 'gone';
  }

  #giveUp(status: 'failed' | 'gone'): void {
    this.#tellPlace();
    this.#turn += 1;
    this.video.pause();
    this.#letGo();
    this.#status.value = status;
  }
}
