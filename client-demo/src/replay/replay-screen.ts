import type { OpenedPlaylists } from '../player/playlist-source.ts';
import type { Rung, RungSize } from '../player/quality.ts';
import type { Span } from './chapters.ts';

/** What feeds one video element with a replay. */
export interface ReplayScreen {
  /** The pictures one can choose from; empty where the browser chooses for itself. */
  rungs(): readonly RungSize[];
  /** This picture and no other; null: whatever the line and the element's size carry. */
  choose(rung: Rung | null): void;
  /** When its stretches were shown; empty until known. */
  spans(): readonly Span[];
  close(): void;
}

export interface ReplayScreenOptions {
  readonly video: HTMLVideoElement;
  readonly opened: OpenedPlaylists;
  readonly startS: number;
  /** Highest picture that may be shown by itself: of a person who saves data. */
  readonly top: Rung | null;
  /** In bit/s; null when nothing is known of the line. */
  readonly estimateBps: number | null;
  /** Rungs and spans are known, or others than before. */
  readonly onKnown: () => void;
  /** A file is not there. It tries others for a while, which is in vain when the whole replay was deleted. */
  readonly onMissing: () => void;
  /** It cannot go on by itself. */
  readonly onFault: () => void;
}

export type CreateReplayScreen = (options: ReplayScreenOptions) => ReplayScreen;

let loading: Promise<CreateReplayScreen> | undefined;

/** hls.js travels when somebody wants to watch; where there are no Media Source Extensions the browser plays itself. */
export const loadReplayScreen = (): Promise<CreateReplayScreen> => {
  const canAssemble = 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;
  loading ??= canAssemble
    ? import('./hls-replay.ts').then(({ createHlsReplay }) => createHlsReplay)
    : import('./native-replay.ts').then(({ createNativeReplay }) => createNativeReplay);
  return loading;
};
