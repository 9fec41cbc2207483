import { signal, type ReadonlySignal } from '@preact/signals';
import type { types } from 'mediasoup-client';
import { backOffMs } from '../live/back-off.ts';
import { tableError, type CallError } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { TimeSource } from '../live/time-source.ts';
import type { MediaKind } from './consumer-feed.ts';
import type { FeedState } from './feed-state.ts';
import {
  encodingsFor,
  hintContent,
  startBitrateKbps,
  videoCodecOf,
  type PublishKind,
} from './publish-encodings.ts';

/** One membership's sending side. */
export interface Sending {
  readonly peerId: string;
  readonly transport: types.Transport;
  readonly device: types.Device;
}

const hasEnded = (track: MediaStreamTrack): boolean => track.readyState === 'ended';

/** Says why `stage.produce` was refused through mediasoup-client, which only carries an Error. */
export class ProduceRefused extends Error {
  readonly error: CallError;

  constructor(error: CallError) {
    super(error.message);
    this.name = 'ProduceRefused';
    this.error = error;
  }
}

export interface SourceHalfOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly sourceId: string;
  readonly kind: MediaKind;
  readonly publishKind: PublishKind;
  readonly time: TimeSource;
}

/**
 * Keeps one track produced: compares what is wanted (track, muted) with what is (producer of this membership) and
 * works off the difference, one step after the other.
 */
export class SourceHalf {
  readonly #options: SourceHalfOptions;
  readonly #state = signal<FeedState>({ status: 'none' });
  #track: MediaStreamTrack | null = null;
  #isMuted = false;
  #sending: Sending | undefined;
  #producer: types.Producer | undefined;
  #producerOf: Sending | undefined;
  #work: Promise<void> = Promise.resolve();
  #failures = 0;
  #cancelRetry: (() => void) | undefined;
  #isClosed = false;

  constructor(options: SourceHalfOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<FeedState> {
    return this.#state;
  }
  get producer(): types.Producer | undefined {
    return this.#producer;
  }
  /** The old track is stopped. */
  setTrack(track: MediaStreamTrack | null): Promise<void> {
    if (this.#track !== track) this.#track?.stop();
    this.#track = track;
    if (track !== null) {
      hintContent(track, this.#options.publishKind);
      track.addEventListener('ended', () => this.#trackEnded(track), { once: true });
      this.#state.value = { status: 'starting' };
    }
    return this.#update();
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
    void this.#update();
  }

  /** A new membership; undefined between two. */
  send(sending: Sending | undefined): void {
    this.#sending = sending;
    void this.#update();
  }

  /** The server ended the producer. `again`: it was lost, not taken off. */
  producerGone(producerId: string, again: boolean): void {
    if (this.#producer?.id !== producerId) return;
    this.#producer.close();
    this.#producer = undefined;
    if (again) void this.#update();
    else this.#state.value = { status: 'ended' };
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelRetry?.();
    this.#track?.stop();
    this.#track = null;
    void this.#update();
  }

  #trackEnded(track: MediaStreamTrack): void {
    if (this.#track === track) this.#state.value = { status: 'ended' };
  }

  #update(): Promise<void> {
    this.#work = this.#work.then(() => this.#step()).catch((error: unknown) => this.#failed(error));
    return this.#work;
  }

  async #step(): Promise<void> {
    const track = this.#track;
    if (this.#producerOf !== this.#sending) this.#dropProducer();
    if (track === null) return this.#takeOff();
    if (this.#sending === undefined || hasEnded(track)) return;
    if (this.#producer === undefined) await this.#produce(this.#sending, track);
    else if (this.#producer.track !== track) await this.#producer.replaceTrack({ track });
    await this.#applyMuted();
    this.#failures = 0;
    // Read again: it may have ended while the others worked, and then `#trackEnded` has said so.
    if (hasEnded(track)) return;
    this.#state.value = { status: this.#isMuted ? 'muted' : 'live' };
  }

  async #produce(sending: Sending, track: MediaStreamTrack): Promise<void> {
    const { sourceId, kind, publishKind } = this.#options;
    const common = { track, stopTracks: false, zeroRtpOnPause: true, appData: { sourceId } };
    const codec = kind === 'video' ? videoCodecOf(sending.device.rtpCapabilities) : undefined;
    const picture = {
      encodings: encodingsFor(publishKind),
      codecOptions: { videoGoogleStartBitrate: startBitrateKbps },
      ...(codec === undefined ? {} : { codec }),
    };
    // Forward error correction rides in the Opus packets; silence is still sent, so that "live" stays true.
    const sound = { codecOptions: { opusFec: true, opusDtx: false } };
    this.#producer = await sending.transport.produce({ ...common, ...(kind === 'video' ? picture : sound) });
    this.#producerOf = sending;
  }

  async #applyMuted(): Promise<void> {
    const producer = this.#producer;
    if (producer === undefined || producer.paused === this.#isMuted) return;
    const paused = this.#isMuted;
    if (paused) producer.pause();
    else producer.resume();
    const onPeer = this.#onPeer(producer);
    if (onPeer !== undefined) await this.#options.socket.request('stage.set-producer', { ...onPeer, paused });
  }

  async #takeOff(): Promise<void> {
    const onPeer = this.#producer === undefined ? undefined : this.#onPeer(this.#producer);
    this.#dropProducer();
    this.#state.value = { status: 'none' };
    if (onPeer !== undefined) await this.#options.socket.request('stage.close-producer', onPeer);
  }

  #onPeer({ id: producerId }: types.Producer) {
    if (this.#sending === undefined) return undefined;
    return { showId: this.#options.showId, peerId: this.#sending.peerId, producerId };
  }

  #dropProducer(): void {
    this.#producer?.close();
    this.#producer = undefined;
    this.#producerOf = undefined;
  }

  #failed(error: unknown): void {
    this.#dropProducer();
    if (this.#isClosed) return;
    const refusal = error instanceof ProduceRefused ? error.error : tableError('server-error');
    if (!refusal.temporary) {
      this.#state.value = { status: 'refused', error: refusal };
      return;
    }
    const { time } = this.#options;
    this.#cancelRetry?.();
    this.#cancelRetry = time.after(
      backOffMs(this.#failures++, () => time.random()),
      () => void this.#update(),
    );
  }
}
