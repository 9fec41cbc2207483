import type { ReadonlySignal } from '@preact/signals';
import type { StageState } from '#protocol/methods/stage.ts';
import type { ServerClock } from '../live/clock.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { PictureSize } from '../stage/picture-deck.ts';
import type { StagePlayerState } from '../stage/player-state.ts';
import type { SoundState } from '../stage/sound-deck.ts';
import type { Way } from './mode-policy.ts';
import type { PlayReading } from './play-reading.ts';
import type { LiveEdge } from './player-view.ts';
import type { RungSize } from './quality.ts';
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
