import type { ReadonlySignal } from '@preact/signals';
import type { LiveSocket } from '../live/socket.ts';
import type { CallError } from '../live/outcome.ts';
import type { SendStats } from './stage-stats.ts';

export type MediaKind = 'audio' | 'video';

export type PublisherState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  | { readonly status: 'reconnecting' }
  | { readonly status: 'refused'; readonly error: CallError }
  | { readonly status: 'failed'; readonly detail: string };

/** One half (picture or sound) of a source on its way to the stage. */
export type FeedState =
  | { readonly status: 'none' }
  | { readonly status: 'starting' }
  | { readonly status: 'live' }
  | { readonly status: 'muted' }
  /** The device was unplugged, or the person stopped sharing: give another track with `replaceTrack`. */
  | { readonly status: 'ended' }
  | { readonly status: 'refused'; readonly error: CallError };

export interface PublishWish {
  /** A source that this person added with `show.add-source`. */
  readonly sourceId: string;
  /** `screen` sends fewer layers and keeps sharpness over motion. */
  readonly kind: 'camera' | 'phone' | 'screen';
  readonly video: MediaStreamTrack | null;
  readonly audio: MediaStreamTrack | null;
}

export interface PublishedSource {
  readonly sourceId: string;
  readonly video: ReadonlySignal<FeedState>;
  readonly audio: ReadonlySignal<FeedState>;
  /** Once a second while published. */
  readonly stats: ReadonlySignal<SendStats | null>;
  /** Keeps the producer, so that viewers see no break. The old track is stopped. `null` takes this half off. */
  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): Promise<void>;
  setMuted(kind: MediaKind, muted: boolean): void;
  /** Takes the source's media off the stage and stops its tracks; the source itself stays in the show. */
  close(): void;
}

export interface PublisherOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
}

/** Sends any number of sources of one show over one transport, through faults and reconnects. */
export interface Publisher {
  readonly state: ReadonlySignal<PublisherState>;
  readonly sources: ReadonlySignal<readonly PublishedSource[]>;
  publish(wish: PublishWish): PublishedSource;
  /** Leaves the stage at once. */
  close(): void;
}
