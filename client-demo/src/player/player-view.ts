import { batch, signal } from '@preact/signals';
import type { ServerClock } from '../live/clock.ts';
import type { PictureSize } from '../stage/picture-deck.ts';
import { isSameState, type StagePlayerState } from '../stage/player-state.ts';
import type { SoundState } from '../stage/sound-deck.ts';
import type { HlsDeck } from './hls-deck.ts';
import type { Way } from './mode-policy.ts';
import { readPlay, type PlayReading } from './play-reading.ts';
import type { PlaylistSource } from './playlist-source.ts';
import type { RungSize } from './quality.ts';
import type { RtcSide } from './rtc-side.ts';
import type { Content } from './sound-or-picture.ts';

/** Where in the show one is. `windowMs`: how far back one can go, null while not known. */
export interface LiveEdge {
  readonly behindMs: number;
  readonly windowMs: number | null;
  /** Went back on purpose, or was held up: there is something to catch up with. */
  readonly isBehind: boolean;
}

export interface PlayerViewOptions {
  readonly rtc: RtcSide;
  readonly hls: HlsDeck;
  readonly source: PlaylistSource;
  readonly clock: ServerClock;
  /** Carries `data-state`, `data-way`, `data-content` and `data-source`. */
  readonly container: HTMLElement;
}

/** What was asked of the player, as far as it shows. */
export interface PlayerWish {
  readonly way: Way;
  readonly wantsSound: boolean;
  readonly isBackOnPurpose: boolean;
}

/** A picture that stands so long is told. */
const stillMs = 1500;
/** So far behind, a person is told and can go on with one press. */
const noticeablyBehindMs = 5000;

const sameRungs = (before: readonly RungSize[], next: readonly RungSize[]): readonly RungSize[] =>
  before.length === next.length &&
  before.every(
    ({ rung, shortEdge }, index) => next[index]?.rung === rung && next[index].shortEdge === shortEdge,
  )
    ? before
    : next;

/** What the page shows of the player: read from both sides, changed only by `show`, `showEdge` and `read`. */
export class PlayerView {
  readonly state = signal<StagePlayerState>({ status: 'idle' });
  readonly way = signal<Way>('rtc');
  readonly sound = signal<SoundState>('off');
  readonly picture = signal<PictureSize | null>(null);
  readonly content = signal<Content>('picture');
  readonly edge = signal<LiveEdge>({ behindMs: 0, windowMs: null, isBehind: false });
  readonly rungs = signal<readonly RungSize[]>([]);
  readonly hasWindow = signal(false);
  readonly reading = signal<PlayReading | null>(null);
  readonly #options: PlayerViewOptions;

  constructor(options: PlayerViewOptions) {
    this.#options = options;
  }

  pictureTimeMs(): number | null {
    const { rtc, hls, clock } = this.#options;
    if (this.way.peek() === 'hls') return hls.screen()?.pictureTimeMs() ?? null;
    return clock.nowMs() - rtc.delayMs();
  }

  show(wish: PlayerWish): void {
    const { way, wantsSound } = wish;
    const { rtc, hls, source, container } = this.#options;
    const isAnotherWay = way !== this.way.peek();
    const isHls = way === 'hls';
    const screen = hls.screen();
    const state = isHls ? this.#hlsState() : rtc.state.peek();
    const content = isHls ? (screen?.content ?? hls.choice.content.peek()) : rtc.content;
    const isBlocked = isHls ? hls.videos.isBlocked : rtc.isSoundBlocked;
    batch(() => {
      this.way.value = way;
      if (!isSameState(this.state.peek(), state)) this.state.value = state;
      this.content.value = content;
      this.sound.value = !wantsSound ? 'off' : isBlocked ? 'blocked' : 'on';
      this.#setPicture(content === 'sound' ? null : isHls ? this.#hlsSize() : rtc.picture.peek());
      if (isHls) this.rungs.value = sameRungs(this.rungs.peek(), screen?.rungs() ?? []);
      this.hasWindow.value = !source.isRefused() && (isHls || rtc.hasFallback);
    });
    container.dataset['state'] = state.status;
    container.dataset['way'] = way;
    container.dataset['content'] = content;
    if (isAnotherWay) this.showEdge(wish);
    container.dataset['source'] = !isHls ? rtc.shownSource : screen === undefined ? '' : 'hls';
  }

  showEdge({ isBackOnPurpose }: PlayerWish): void {
    const { hls, clock } = this.#options;
    const pictureMs = this.pictureTimeMs();
    const isHls = this.way.peek() === 'hls';
    const window = isHls ? (hls.screen()?.window() ?? null) : null;
    const behindLiveMs = window === null ? 0 : Math.max(0, (window.liveS - window.currentS) * 1000);
    const behindMs = pictureMs === null ? behindLiveMs : Math.max(0, clock.nowMs() - pictureMs);
    const windowMs = window === null ? this.edge.peek().windowMs : (window.liveS - window.startS) * 1000;
    const isBehind = isHls && (isBackOnPurpose || behindLiveMs > noticeablyBehindMs);
    this.edge.value = { behindMs, windowMs, isBehind };
  }

  read(): void {
    const { rtc, hls } = this.#options;
    this.reading.value = readPlay({
      way: this.way.peek(),
      behindMs: this.edge.peek().behindMs,
      rtc: rtc.stats.peek(),
      hls: hls.screen()?.read() ?? null,
    });
  }

  #hlsState(): StagePlayerState {
    const { hls } = this.#options;
    const screen = hls.screen();
    if (screen === undefined) return { status: 'connecting' };
    const nowMs = performance.now();
    const isStill = hls.verdict(nowMs) === 'still' && nowMs - (screen.lastMoveAtMs() ?? 0) > stillMs;
    return isStill ? { status: 'reconnecting' } : { status: 'playing', sourceId: 'hls' };
  }

  #hlsSize(): PictureSize | null {
    const { videoWidth: width, videoHeight: height } = this.#options.hls.videos.front;
    return width === 0 ? this.picture.peek() : { width, height };
  }

  #setPicture(size: PictureSize | null): void {
    const before = this.picture.peek();
    if (before?.width !== size?.width || before?.height !== size?.height) this.picture.value = size;
  }
}
