import type { types } from 'mediasoup-client';
import type { StageState } from '#protocol/methods/stage.ts';
import type { ConsumerOffer } from '#protocol/rtp.ts';
import type { LiveSocket } from '../live/socket.ts';
import type { TimeSource } from '../live/time-source.ts';

export type MediaKind = 'audio' | 'video';

/** One membership's receiving side. */
export interface Receiving {
  readonly peerId: string;
  readonly transport: types.Transport;
  readonly rtpCapabilities: types.RtpCapabilities;
}

/** A consumer on show, and where it came from. */
export interface Playing {
  readonly receiving: Receiving;
  readonly consumer: types.Consumer;
  readonly sourceId: string;
  readonly spatialLayers: number;
}

export interface ConsumerFeedOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly time: TimeSource;
  readonly kind: MediaKind;
  readonly stage: () => StageState | null;
  /** The source that should be on show; null for none. */
  readonly wanted: (stage: StageState | null) => string | null;
  /** Puts a track on show; resolves when it is, or to `false` when `signal` fired first. */
  readonly show: (playing: Playing, signal: AbortSignal) => Promise<boolean>;
  /** Something else, or nothing, is on show now. */
  readonly changed: (playing: Playing | undefined) => void;
}

/**
 * Keeps one kind (picture or sound) of one wanted source consumed: compares what should be on show with what is,
 * and works off the difference one step after the other, however many events came in between.
 */
export interface ConsumerFeed {
  /** The transport of a new membership, with what `stage.watch` already opened on it; undefined between memberships. */
  receive(receiving: Receiving | undefined, offers: readonly ConsumerOffer[]): void;
  /** Something that matters changed: compare again. */
  update(): void;
  /** The consumer ended on the server; its last picture stays on show until there is another. */
  ended(consumerId: string): void;
  playing(): Playing | undefined;
  close(): void;
}

/** The server says live a moment before the media worker can hand it out, and the other way round. */
const retryMs = 300;

export const createConsumerFeed = (options: ConsumerFeedOptions): ConsumerFeed => {
  const { socket, showId, kind } = options;
  let receiving: Receiving | undefined;
  let offered: ConsumerOffer | undefined;
  let current: Playing | undefined;
  let currentEnded = false;
  let coming: Playing | undefined;
  let working: AbortController | undefined;
  let workingFor: string | null = null;
  let again = false;
  let closed = false;
  let cancelRetry: (() => void) | undefined;

  const target = () => options.wanted(options.stage());
  const isLive = (sourceId: string): boolean => {
    const source = options.stage()?.sources.find((candidate) => candidate.sourceId === sourceId);
    return (kind === 'video' ? source?.hasLiveVideo : source?.hasLiveAudio) ?? false;
  };
  const isSettled = () =>
    current !== undefined &&
    !currentEnded &&
    current.receiving === receiving &&
    current.sourceId === target();

  const release = (playing: Playing | undefined) => {
    if (playing === undefined) return;
    const { consumer, receiving: from } = playing;
    if (!consumer.closed) consumer.close();
    if (from !== receiving) return;
    const onPeer = { showId, peerId: from.peerId, consumerId: consumer.id };
    void socket.request('stage.close-consumer', onPeer, { deadlineMs: 3000 });
  };
  const replace = (next: Playing | undefined) => {
    const before = current;
    current = next;
    if (!currentEnded) release(before);
    else before?.consumer.close();
    currentEnded = false;
    options.changed(next);
  };
  const ask = async (from: Receiving, sourceId: string): Promise<ConsumerOffer | undefined> => {
    if (offered?.sourceId === sourceId) {
      const offer = offered;
      offered = undefined;
      return offer;
    }
    if (!isLive(sourceId)) return undefined;
    const { peerId, transport, rtpCapabilities } = from;
    const wish = { showId, peerId, transportId: transport.id, sourceId, kind, rtpCapabilities };
    const outcome = await socket.request('stage.consume', wish);
    if (outcome.ok) return outcome.value.consumer;
    cancelRetry?.();
    if (outcome.error.temporary) cancelRetry = options.time.after(retryMs, update);
    return undefined;
  };
  const step = async (signal: AbortSignal): Promise<void> => {
    const sourceId = target();
    if (sourceId === null) return current === undefined ? undefined : replace(undefined);
    const from = receiving;
    if (from === undefined || isSettled()) return;
    const offer = await ask(from, sourceId);
    if (offer === undefined) return;
    const { id, producerId, rtpParameters, spatialLayers } = offer;
    const consumer = await from.transport.consume({ id, producerId, kind, rtpParameters, streamId: kind });
    const next: Playing = { receiving: from, consumer, sourceId, spatialLayers };
    coming = next;
    const isShown = await options.show(next, signal);
    coming = undefined;
    if (isShown) replace(next);
    else release(next);
  };
  const work = async () => {
    do {
      again = false;
      working = new AbortController();
      workingFor = target();
      // A transport that closed under the step is replaced by the next membership, which updates again.
      await step(working.signal).catch(() => undefined);
      working = undefined;
    } while (again && !closed);
  };
  const update = () => {
    if (closed) return;
    if (working === undefined) return void work();
    again = true;
    if (workingFor !== target()) working.abort();
  };

  return {
    receive: (next, offers) => {
      receiving = next;
      offered = offers.find((offer) => offer.kind === kind);
      working?.abort();
      update();
    },
    update,
    ended: (consumerId) => {
      if (coming?.consumer.id === consumerId) {
        working?.abort();
        return update();
      }
      if (current?.consumer.id !== consumerId) return;
      currentEnded = true;
      update();
    },
    playing: () => current,
    close: () => {
      closed = true;
      cancelRetry?.();
      working?.abort();
      if (!currentEnded) release(current);
      current = undefined;
    },
  };
};
