import type { PlaylistBase } from './playlist-address.ts';
import type { OpenedPlaylists } from './playlist-source.ts';
import type { Rung, RungSize } from './quality.ts';
import type { Content } from './sound-or-picture.ts';

/** What the details overlay shows of HLS. `null`: not known (yet, or in this browser). */
export interface ScreenReading {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  /** Of the rung on show, as its playlist measured it. */
  readonly bitrateBps: number | null;
  /** What the line carried lately. */
  readonly bandwidthBps: number | null;
  readonly bufferMs: number;
  readonly droppedFrames: number;
  readonly stalls: number;
  readonly rung: Rung | 'sound' | null;
  readonly codec: string | null;
}

/** How far back one can go, and where one is. Seconds of the element's own time. */
export interface ScreenWindow {
  readonly startS: number;
  /** Where a player at the live edge would be. */
  readonly liveS: number;
  readonly currentS: number;
}

/** One video element that plays one show over HLS. */
export interface Screen {
  readonly content: Content;
  readonly video: HTMLVideoElement;
  /** Monotonic time of the newest sign that it plays: a frame, or with sound alone the clock of the element. */
  lastMoveAtMs(): number | null;
  /** It cannot be mended: put another in its place. */
  isBroken(): boolean;
  /** Server time of the frame on show (EXT-X-PROGRAM-DATE-TIME); null before the first and without such tags. */
  pictureTimeMs(): number | null;
  window(): ScreenWindow | null;
  /** Monotonic times at which the buffer ran dry; the latest few. */
  dryAtMs(): readonly number[];
  rungs(): readonly RungSize[];
  isLowest(): boolean;
  read(): ScreenReading;
  /** Highest rung that may play; null for any. `isFixed`: this one and no other. */
  limit(rung: Rung | null, isFixed: boolean): void;
  seekTo(positionS: number): void;
  /** The network may be back: ask for what is missing now instead of after a pause. */
  nudge(): void;
  /** Nothing more is fetched until `resume`, which begins at the live edge. */
  pause(): void;
  resume(): void;
  close(): void;
}

export interface ScreenOptions {
  readonly video: HTMLVideoElement;
  readonly content: Content;
  readonly opened: OpenedPlaylists;
  /** Where files are to be fetched now: tokens and origins change meanwhile. */
  readonly base: () => PlaylistBase | null;
  /** What is known of the line, in bit/s. */
  readonly estimateBps: number | null;
}

export type CreateScreen = (options: ScreenOptions) => Screen;
