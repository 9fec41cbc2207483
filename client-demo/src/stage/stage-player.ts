import type { ReadonlySignal } from '@preact/signals';
import type { StageState } from '#protocol/methods/stage.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { CallError } from '../live/outcome.ts';
import type { ReceiveStats } from './stage-stats.ts';

/** What a viewer sees. `slate`: a connection, but no picture on air. */
export type StagePlayerState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'playing'; readonly sourceId: string }
  | { readonly status: 'slate'; readonly reason: 'no-programme' | 'source-silent' | 'no-frames' }
  /** The last picture stands still meanwhile. */
  | { readonly status: 'reconnecting' }
  /** The server said no, for good. */
  | { readonly status: 'refused'; readonly error: CallError }
  /** This browser cannot play (no WebRTC, no common codec). */
  | { readonly status: 'failed'; readonly detail: string };

/** `blocked`: the browser wants a tap before it plays sound. */
export type SoundState = 'off' | 'on' | 'blocked';

export interface StagePlayerOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  /**
   * Positioned element that the player fills with two layered videos. Carries `data-state` and `data-source`
   * for styles and tests.
   */
  readonly container: HTMLElement;
  readonly fit?: 'cover' | 'contain';
}

/** Plays the programme of one show: its picture and its sound, through switches, faults and reconnects. */
export interface StagePlayer {
  readonly state: ReadonlySignal<StagePlayerState>;
  readonly stage: ReadonlySignal<StageState | null>;
  readonly sound: ReadonlySignal<SoundState>;
  /** Refreshed every second while `followStats` is held. */
  readonly stats: ReadonlySignal<ReceiveStats | null>;
  /** Size of the picture on show, or null before the first frame. */
  readonly picture: ReadonlySignal<{ readonly width: number; readonly height: number } | null>;
  /** Call it inside the tap when sound is wanted. Harmless when already started. */
  start(options: { readonly withSound: boolean }): void;
  /** Inside a tap. */
  setSound(on: boolean): void;
  /** 0 to 1; iOS ignores it. */
  setVolume(volume: number): void;
  /** Measures while at least one caller holds it; returns the way to let go. */
  followStats(): () => void;
  /** Resolves to false where the browser refuses. Leaves when already in picture-in-picture. */
  togglePictureInPicture(): Promise<boolean>;
  close(): void;
}
