import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { StageState } from '#protocol/methods/stage.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { PictureSize } from '../stage/picture-deck.ts';
import type { ReceiveStats } from '../stage/stage-stats.ts';
import { createStagePlayer, type StagePlayer, type StagePlayerState } from '../stage/stage-player.ts';
import type { Mode, RtcVerdict } from './mode-policy.ts';
import { createRtcHealth, type RtcHealth } from './rtc-health.ts';
import type { Content } from './sound-or-picture.ts';

export interface RtcSideOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly container: HTMLElement;
}

/** From capture to display where the browser does not say: one-way over a phone network, and the jitter buffer. */
const usualDelayMs = 150;

/** WebRTC as one of two ways: a stage player that is made anew whenever it is needed, and judged while it runs. */
export class RtcSide {
  readonly #options: RtcSideOptions;
  readonly #state = signal<StagePlayerState>({ status: 'idle' });
  readonly #stage = signal<StageState | null>(null);
  readonly #picture = signal<PictureSize | null>(null);
  #player: StagePlayer;
  #health: RtcHealth = createRtcHealth();
  #lets: (() => void)[] = [];
  #running: Mode['rtc'] = 'rest';
  #isSoundOn = false;
  #volume = 1;
  #wantsPicture = true;
  #topOf = (layers: number): number => layers - 1;

  constructor(options: RtcSideOptions) {
    this.#options = options;
    this.#player = createStagePlayer(options);
  }

  get state(): ReadonlySignal<StagePlayerState> {
    return this.#state;
  }
  /** The latest that was heard of it; stays while WebRTC rests. */
  get stage(): ReadonlySignal<StageState | null> {
    return this.#stage;
  }
  get picture(): ReadonlySignal<PictureSize | null> {
    return this.#picture;
  }
  get stats(): ReadonlySignal<ReceiveStats | null> {
    return this.#player.stats;
  }
  get content(): Content {
    return this.#wantsPicture ? 'picture' : 'sound';
  }
  get isSoundBlocked(): boolean {
    return this.#player.sound.peek() === 'blocked';
  }
  get shownSource(): string {
    return this.#options.container.dataset['source'] ?? '';
  }
  /** The stage says that there is HLS as well. */
  get hasFallback(): boolean {
    return (this.#stage.peek()?.fallback ?? 'none') !== 'none';
  }

  front(): HTMLVideoElement {
    return this.#player.front();
  }
  delayMs(): number {
    return this.#player.pictureDelayMs() ?? usualDelayMs;
  }

  run(wanted: Mode['rtc']): void {
    if (wanted === this.#running) return;
    const before = this.#running;
    this.#running = wanted;
    if (wanted === 'rest') return this.#renew();
    if (before === 'rest') this.#begin();
    this.#applyPicture();
  }

  setSound(on: boolean): void {
    if (this.#isSoundOn === on) return;
    this.#isSoundOn = on;
    this.#player.setSound(on);
  }
  setVolume(volume: number): void {
    this.#volume = volume;
    this.#player.setVolume(volume);
  }
  choosePicture(isWanted: boolean, topOf: (layers: number) => number): void {
    this.#wantsPicture = isWanted;
    this.#topOf = topOf;
    this.#applyPicture();
  }

  verdict(nowMs: number): RtcVerdict {
    const { frameAgeMs, ...vitals } = this.#player.vitals();
    return this.#health.judge({
      ...vitals,
      frameAgeMs,
      atMs: nowMs,
      isSoundOnly: !this.#wantsPicture,
      lossRatio: this.#player.stats.peek()?.lossRatio ?? null,
    });
  }

  close(): void {
    this.#end();
  }

  #begin(): void {
    const player = this.#player;
    this.#lets = [
      player.followStats(),
      effect(() => {
        this.#state.value = player.state.value;
        this.#picture.value = player.picture.value;
        if (player.stage.value !== null) this.#stage.value = player.stage.value;
      }),
    ];
    player.start({ withSound: this.#isSoundOn });
  }

  #applyPicture(): void {
    // A probe takes the smallest picture: it must not take the line from what is being watched.
    const topOf = this.#running === 'probe' ? () => 0 : this.#topOf;
    this.#player.choosePicture({ isWanted: this.#wantsPicture, topOf });
  }

  /** A membership that does not work costs the stage transports: it is left, and begun afresh when there is hope. */
  #renew(): void {
    this.#end();
    this.#player = createStagePlayer(this.#options);
    this.#player.setVolume(this.#volume);
    if (this.#isSoundOn) this.#player.setSound(true);
    this.#applyPicture();
  }

  #end(): void {
    for (const let_ of this.#lets) let_();
    this.#lets = [];
    this.#health = createRtcHealth();
    this.#player.close();
  }
}
