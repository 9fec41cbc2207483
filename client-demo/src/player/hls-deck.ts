import { ContentChoice } from './content-choice.ts';
import { DeckVideos } from './deck-videos.ts';
import { loadScreens } from './load-screens.ts';
import type { HlsVerdict } from './mode-policy.ts';
import type { OpenedPlaylists, PlaylistSource } from './playlist-source.ts';
import type { Rung } from './quality.ts';
import type { CreateScreen, Screen } from './screen.ts';

export interface HlsWish {
  readonly wantsSound: boolean;
  readonly top: Rung | null;
  readonly isFixed: boolean;
}

/** A frame, or a second of sound, this young is a sign of life; `timeupdate` comes four times a second. */
const movingMs = { picture: 700, sound: 1300 } as const;
/** How long a successor may take to its first frame; longer on every try, for lines that are only slow. */
const attempts = { firstMs: 4000, growth: 1.5, mostMs: 12_000 } as const;
const pausesMs = [200, 400, 800, 1500] as const;
/** What stands this long is asked to look again, and then replaced. */
const nudgeMs = 1200;
const replaceMs = 3000;

/**
 * Plays one show over HLS. What comes next is made ready beneath what is seen, be it the sound alone, the picture
 * again, or a fresh start after a fault. Does nothing by itself: `check` is called a few times a second.
 */
export class HlsDeck {
  readonly videos: DeckVideos;
  readonly choice: ContentChoice;
  readonly #source: PlaylistSource;
  #front: Screen | undefined;
  #back: Screen | undefined;
  #isOpening = false;
  /** What was asked for before the deck was emptied is of no use any more. */
  #generation = 0;
  #wish: HlsWish = { wantsSound: false, top: null, isFixed: false };
  #isRunning = false;
  #isResting = false;
  #failures = 0;
  #backSinceMs = 0;
  #notBeforeMs = 0;
  #nudgedAtMs = 0;

  constructor(box: HTMLElement, source: PlaylistSource) {
    this.#source = source;
    this.videos = new DeckVideos(box);
    this.choice = new ContentChoice(() => source.base());
  }

  /** What plays in front; undefined before the first frame. */
  screen(): Screen | undefined {
    return this.#front;
  }

  run(isRunning: boolean): void {
    if (isRunning === this.#isRunning) return;
    this.#isRunning = isRunning;
    this.#failures = 0;
    this.#notBeforeMs = 0;
    if (!isRunning) this.#drop();
  }
  wish(wish: HlsWish): void {
    this.#wish = wish;
    this.choice.want(wish.wantsSound);
    for (const screen of [this.#front, this.#back]) screen?.limit(wish.top, wish.isFixed);
  }
  /** Nobody sees or hears it: nothing is fetched meanwhile. */
  rest(isResting: boolean): void {
    if (isResting === this.#isResting) return;
    this.#isResting = isResting;
    if (isResting) this.#front?.pause();
    else this.#front?.resume();
  }

  verdict(nowMs: number): HlsVerdict {
    if (this.#source.isRefused()) return 'none';
    if (!this.#isRunning) return 'off';
    if (this.#front === undefined) return 'coming';
    if (this.#isResting) return 'moving';
    const ageMs = nowMs - (this.#front.lastMoveAtMs() ?? 0);
    return ageMs < movingMs[this.#front.content] ? 'moving' : 'still';
  }

  /** The network is back, or may be: try at once. */
  wake(): void {
    this.#notBeforeMs = 0;
    this.#failures = 0;
    this.#front?.nudge();
    if (performance.now() - this.#backSinceMs > nudgeMs) this.#dropBack();
  }

  check(nowMs: number): void {
    if (!this.#isRunning || this.#isResting) return;
    this.choice.check(this.#front, nowMs);
    const content = this.choice.content.peek();
    if (this.#back !== undefined && this.#back.content !== content) this.#dropBack();
    if (this.#back !== undefined) return this.#checkBack(this.#back, nowMs);
    const front = this.#front;
    if (front === undefined || front.content !== content || front.isBroken()) return this.#begin(nowMs);
    const stillMs = nowMs - (front.lastMoveAtMs() ?? nowMs);
    if (stillMs >= replaceMs) return this.#begin(nowMs);
    if (stillMs >= nudgeMs && nowMs - this.#nudgedAtMs >= nudgeMs) {
      this.#nudgedAtMs = nowMs;
      front.nudge();
    }
    if (stillMs < nudgeMs) this.#failures = 0;
  }

  close(): void {
    this.#isRunning = false;
    this.#drop();
    this.videos.close();
  }

  #begin(nowMs: number): void {
    if (this.#isOpening || nowMs < this.#notBeforeMs) return;
    this.#isOpening = true;
    const mine = this.#generation;
    // A place that did not do is looked for again.
    const wanted = this.choice.content.peek() === 'sound' && this.#failures === 0 ? 'where' : 'text';
    Promise.all([loadScreens(), this.#source.open(wanted)]).then(
      ([createScreen, opened]) => {
        if (mine === this.#generation) this.#prepare(createScreen, opened);
      },
      () => {
        if (mine === this.#generation) this.#later();
      },
    );
  }

  #prepare(createScreen: CreateScreen, opened: OpenedPlaylists | null): void {
    if (opened === null || (opened.text === null && this.choice.content.peek() === 'picture'))
      return this.#later();
    this.#isOpening = false;
    const video = this.videos.back;
    video.muted = true;
    const { top, isFixed } = this.#wish;
    const { estimateBps, content } = this.choice;
    const base = () => this.#source.base();
    this.#back = createScreen({ video, content: content.peek(), opened, base, estimateBps });
    this.#back.limit(top, isFixed);
    this.#backSinceMs = performance.now();
  }

  #checkBack(back: Screen, nowMs: number): void {
    if (back.lastMoveAtMs() !== null) return this.#swap(back);
    const patienceMs = Math.min(attempts.mostMs, attempts.firstMs * attempts.growth ** this.#failures);
    if (!back.isBroken() && nowMs - this.#backSinceMs < patienceMs) return;
    this.#dropBack();
    this.#later();
  }

  #swap(next: Screen): void {
    const before = this.#front;
    this.#front = next;
    this.#back = undefined;
    this.#failures = 0;
    this.videos.swap();
    before?.close();
  }

  #later(): void {
    const pauseMs = pausesMs[Math.min(this.#failures, pausesMs.length - 1)] ?? 0;
    this.#isOpening = false;
    this.#failures += 1;
    this.#notBeforeMs = performance.now() + pauseMs;
  }

  #dropBack(): void {
    this.#back?.close();
    this.#back = undefined;
  }

  #drop(): void {
    this.#generation += 1;
    this.#isOpening = false;
    this.choice.stop();
    this.#dropBack();
    this.#front?.close();
    this.#front = undefined;
    this.videos.clear();
  }
}
