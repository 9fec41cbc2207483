import { signal, type ReadonlySignal } from '@preact/signals';
import type { LiveSocket } from '../live/socket.ts';
import { systemTime } from '../live/time-source.ts';
import { entriesOf } from './player-stats.ts';
import type { MediaKind } from './consumer-feed.ts';
import type { PublishKind } from './publish-encodings.ts';
import type { FeedState } from './feed-state.ts';
import { SourceHalf, type Sending } from './source-half.ts';
import { readSendStats, type SendStats, type StatsCounters } from './stage-stats.ts';

export interface PublishWish {
  /** A source that this person added with `show.add-source`. */
  readonly sourceId: string;
  /** `screen` sends fewer layers and keeps sharpness over motion. */
  readonly kind: PublishKind;
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

export interface SourceFeedOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly wish: PublishWish;
  readonly onClosed: (source: SourceFeed) => void;
}

const halves = ['video', 'audio'] as const;

/** One source of this browser: its two halves, kept on the stage through every membership. */
export class SourceFeed implements PublishedSource {
  readonly sourceId: string;
  readonly #options: SourceFeedOptions;
  readonly #halves: Readonly<Record<MediaKind, SourceHalf>>;
  readonly #stats = signal<SendStats | null>(null);
  #counters: StatsCounters | null = null;
  #countersOf: string | undefined;
  #score: number | null = null;
  #isClosed = false;

  constructor(options: SourceFeedOptions) {
    this.#options = options;
    const { wish, socket, showId } = options;
    this.sourceId = wish.sourceId;
    const common = { socket, showId, sourceId: wish.sourceId, publishKind: wish.kind, time: systemTime };
    this.#halves = {
      video: new SourceHalf({ ...common, kind: 'video' }),
      audio: new SourceHalf({ ...common, kind: 'audio' }),
    };
    void this.#halves.video.setTrack(wish.video);
    void this.#halves.audio.setTrack(wish.audio);
  }

  get video(): ReadonlySignal<FeedState> {
    return this.#halves.video.state;
  }
  get audio(): ReadonlySignal<FeedState> {
    return this.#halves.audio.state;
  }
  get stats(): ReadonlySignal<SendStats | null> {
    return this.#stats;
  }

  replaceTrack(kind: MediaKind, track: MediaStreamTrack | null): Promise<void> {
    return this.#halves[kind].setTrack(track);
  }
  setMuted(kind: MediaKind, muted: boolean): void {
    this.#halves[kind].setMuted(muted);
  }
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const kind of halves) this.#halves[kind].close();
    this.#options.onClosed(this);
  }

  send(sending: Sending | undefined): void {
    for (const kind of halves) this.#halves[kind].send(sending);
  }
  /** After a resume: what the server no longer has is produced again. */
  keepOnly(producerIds: readonly string[]): void {
    for (const kind of halves) {
      const id = this.#halves[kind].producer?.id;
      if (id !== undefined && !producerIds.includes(id)) this.#halves[kind].producerGone(id, true);
    }
  }
  producerClosed(producerId: string): void {
    for (const kind of halves) this.#halves[kind].producerGone(producerId, false);
  }
  /** Per layer, 0 to 10; shown as their mean. */
  takeScores(producerId: string, scores: readonly number[]): void {
    if (this.#halves.video.producer?.id !== producerId || scores.length === 0) return;
    this.#score = Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length);
  }
  async readStats(): Promise<void> {
    const { producer } = this.#halves.video;
    if (producer === undefined || producer.closed) {
      this.#stats.value = null;
      return;
    }
    if (this.#countersOf !== producer.id) this.#counters = null;
    this.#countersOf = producer.id;
    const { stats, counters } = readSendStats(entriesOf(await producer.getStats()), this.#counters);
    this.#counters = counters;
    this.#stats.value = { ...stats, score: this.#score };
  }
}
