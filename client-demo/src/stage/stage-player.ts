import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { StageState } from '#protocol/methods/stage.ts';
import type { LiveSocket } from '../live/socket.ts';
import { preferLowLatency } from './browser-player.ts';
import { createPictureDeck, type PictureDeck, type PictureSize } from './picture-deck.ts';
import { createPictureDemand, type PictureDemand } from './picture-demand.ts';
import type { PlayerVitals } from './player-vitals.ts';
import { derivePlayerState, isSameState, type StagePlayerState } from './player-state.ts';
import { createPlayerStats, type PlayerStats } from './player-stats.ts';
import type { MediaKind, Playing } from './consumer-feed.ts';
import { createSoundDeck, type SoundDeck, type SoundState } from './sound-deck.ts';
import { StageReceiver } from './stage-receiver.ts';
import type { ReceiveStats } from './stage-stats.ts';

export interface StagePlayerOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  /**
   * Positioned element that the player fills with two layered videos. Carries `data-state` and `data-source`
   * for styles and tests. Its `object-fit` is the picture's.
   */
  readonly container: HTMLElement;
}

/** Plays the programme of one show: its picture and its sound, through switches, faults and reconnects. */
export interface StagePlayer {
  readonly state: ReadonlySignal<StagePlayerState>;
  readonly stage: ReadonlySignal<StageState | null>;
  readonly sound: ReadonlySignal<SoundState>;
  /** Refreshed every second while `followStats` is held. */
  readonly stats: ReadonlySignal<ReceiveStats | null>;
  /** Size of the picture on show, or null before the first frame. */
  readonly picture: ReadonlySignal<PictureSize | null>;
  /** The video in front, for what only an element can do (full screen on iOS). */
  front(): HTMLVideoElement;
  /** Call it inside the tap when sound is wanted. Harmless when already started. */
  start(options: { readonly withSound: boolean }): void;
  /** Inside a tap. */
  setSound(on: boolean): void;
  /** 0 to 1; iOS ignores it. */
  setVolume(volume: number): void;
  /** Measures while at least one caller holds it; returns the way to let go. */
  followStats(): () => void;
  /** How it does right now; see `PlayerVitals`. */
  vitals(): PlayerVitals;
  /** `isWanted`: only the sound is fetched without it. `topOf`: the highest layer, of so many. */
  choosePicture(choice: { readonly isWanted: boolean; readonly topOf: (layers: number) => number }): void;
  /** From capture to display of the newest frame, where the browser can tell. */
  pictureDelayMs(): number | null;
  close(): void;
}

/** How long a new source may take to its first frame before it is shown without one. */
const firstFrameTimeoutMs = 4000;
/** Often enough that a slate comes well within its 2 s. */
const checkEveryMs = 200;

class BrowserStagePlayer implements StagePlayer {
  readonly #container: HTMLElement;
  readonly #state = signal<StagePlayerState>({ status: 'idle' });
  readonly #deck: PictureDeck;
  readonly #sound: SoundDeck;
  readonly #demand: PictureDemand;
  readonly #receiver: StageReceiver;
  readonly #stats: PlayerStats;
  readonly #stops: readonly (() => void)[];

  constructor({ socket, showId, container }: StagePlayerOptions) {
    this.#container = container;
    this.#deck = createPictureDeck(container);
    this.#sound = createSoundDeck(container);
    this.#demand = createPictureDemand({ socket, showId, container });
    this.#receiver = new StageReceiver({
      socket,
      showId,
      show: (kind, playing, abort) => this.#show(kind, playing, abort),
      changed: (kind, playing) => this.#changed(kind, playing),
    });
    const playing = () => this.#receiver.playing('video');
    this.#stats = createPlayerStats({ socket, showId, playing, delayMs: this.#deck.pictureDelayMs });
    const ticking = setInterval(() => this.#check(), checkEveryMs);
    const stopEffect = effect(() => {
      // Read, so that the effect runs again when either changes.
      void [this.#receiver.stage.value, this.#receiver.state.value];
      this.#check();
    });
    this.#stops = [() => clearInterval(ticking), stopEffect];
  }

  get state() {
    return this.#state;
  }
  get stage() {
    return this.#receiver.stage;
  }
  get sound() {
    return this.#sound.state;
  }
  get stats() {
    return this.#stats.stats;
  }
  get picture() {
    return this.#deck.size;
  }

  front(): HTMLVideoElement {
    return this.#deck.front();
  }
  start({ withSound }: { readonly withSound: boolean }): void {
    if (withSound) this.#sound.setOn(true);
    this.#receiver.start();
  }
  setSound(on: boolean): void {
    this.#sound.setOn(on);
  }
  setVolume(volume: number): void {
    this.#sound.setVolume(volume);
  }
  followStats(): () => void {
    return this.#stats.follow();
  }
  choosePicture({ isWanted, topOf }: Parameters<StagePlayer['choosePicture']>[0]): void {
    this.#demand.want(isWanted);
    this.#demand.limit(topOf);
  }
  pictureDelayMs(): number | null {
    return this.#deck.pictureDelayMs();
  }
  vitals(): PlayerVitals {
    const stage = this.#receiver.stage.peek();
    const onAir = stage?.sources.find(({ sourceId }) => sourceId === stage.programmeSourceId);
    const lastFrameAtMs = this.#deck.lastFrameAtMs();
    return {
      membership: this.#receiver.state.peek().status,
      isUnfit: this.#receiver.unfit !== null,
      isTurnedAway: this.#receiver.isTurnedAway,
      isConnected: this.#receiver.isConnected,
      isSourceLive: stage === null ? null : onAir?.hasLiveVideo === true,
      frameAgeMs: lastFrameAtMs === null ? null : performance.now() - lastFrameAtMs,
      frameGapMs: this.#deck.frameGapMs(),
      isResting: document.visibilityState === 'hidden',
    };
  }
  close(): void {
    for (const stop of this.#stops) stop();
    this.#stats.close();
    this.#demand.close();
    this.#receiver.close();
    this.#deck.close();
    this.#sound.close();
  }

  async #show(kind: MediaKind, { consumer }: Playing, abort: AbortSignal): Promise<boolean> {
    preferLowLatency(consumer.rtpReceiver);
    if (kind === 'video')
      return (await this.#deck.show(consumer.track, firstFrameTimeoutMs, abort)) !== 'dropped';
    await this.#sound.show(consumer.track);
    return true;
  }

  #changed(kind: MediaKind, playing: Playing | undefined): void {
    if (kind !== 'video') return;
    this.#demand.attach(playing);
    this.#check();
  }

  #check(): void {
    const shownSourceId = this.#receiver.playing('video')?.sourceId ?? null;
    const { frameAgeMs, frameGapMs, isConnected, isResting } = this.vitals();
    const next = derivePlayerState({
      peer: this.#receiver.state.peek(),
      unfit: this.#receiver.unfit,
      stage: this.#receiver.stage.peek(),
      shownSourceId,
      frameAgeMs,
      frameGapMs,
      isConnected,
      isResting: isResting || this.#demand.isPaused(),
    });
    this.#container.dataset['state'] = next.status;
    this.#container.dataset['source'] = shownSourceId ?? '';
    if (!isSameState(this.#state.peek(), next)) this.#state.value = next;
  }
}

/** Fills `container` and waits for `start`. */
export const createStagePlayer = (options: StagePlayerOptions): StagePlayer =>
  new BrowserStagePlayer(options);

export type { StagePlayerState } from './player-state.ts';
export type { SoundState } from './sound-deck.ts';
