import type { ReadonlySignal } from '@preact/signals';
import { effect } from '@preact/signals';
import type { StageResults, StageState } from '#protocol/methods/stage.ts';
import type { CallError, Outcome } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';
import { systemTime } from '../live/time-source.ts';
import { loadDevice, type StageDevice } from './device.ts';
import { followTransport, type PeerTransport } from './peer-transport.ts';
import { createConsumerFeed, type MediaKind, type Playing, type ConsumerFeed } from './consumer-feed.ts';
import { createStagePeer, type PeerState, type StagePeer } from './stage-peer.ts';

export interface StageReceiverOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  /** Puts a track on show; resolves when it is, or to `false` when `signal` fired first. */
  readonly show: (kind: MediaKind, playing: Playing, signal: AbortSignal) => Promise<boolean>;
  /** Something else, or nothing, is on show now. */
  readonly changed: (kind: MediaKind, playing: Playing | undefined) => void;
}

const turnedAway: readonly CallError['code'][] = ['media-limit-reached', 'stage-unavailable'];

type Watched = StageResults['stage.watch'];

/** A viewer's membership of a stage with its transport and the two feeds (picture, sound) that hang on it. */
export class StageReceiver {
  readonly #options: StageReceiverOptions;
  readonly #peer: StagePeer;
  readonly #feeds: Readonly<Record<MediaKind, ConsumerFeed>>;
  readonly #stops: readonly (() => void)[];
  #transports: PeerTransport[] = [];
  #isMember = false;
  #device: StageDevice | undefined;
  #unfit: string | null = null;
  #isTurnedAway = false;

  constructor(options: StageReceiverOptions) {
    this.#options = options;
    const { socket, showId } = options;
    this.#peer = createStagePeer<Watched>({
      socket,
      showId,
      time: systemTime,
      join: (peerId) => this.#watch(peerId),
      setUp: (joined, peerId) => this.#setUp(joined, peerId),
      resumed: ({ consumerIds }) => this.#keepOnly(consumerIds),
      tearDown: () => this.#tearDown(),
    });
    this.#feeds = { video: this.#feed('video'), audio: this.#feed('audio') };
    this.#stops = [
      effect(() => {
        // Read, so that the effect runs again when either changes.
        void [this.#peer.stage.value, this.#peer.state.value];
        this.#eachFeed((feed) => feed.update());
      }),
      socket.onSignal('stage.consumer-closed', (data) => {
        if (data.showId === showId) this.#eachFeed((feed) => feed.ended(data.consumerId));
      }),
    ];
  }

  get state(): ReadonlySignal<PeerState> {
    return this.#peer.state;
  }

  get stage(): ReadonlySignal<StageState | null> {
    return this.#peer.stage;
  }

  /** Why this browser cannot take part, if it cannot. */
  get unfit(): string | null {
    return this.#unfit;
  }

  /** The stage has no room, or is on no worker right now: asked again and again, but another way may have more. */
  get isTurnedAway(): boolean {
    return this.#isTurnedAway;
  }

  get isConnected(): boolean {
    return this.#isMember && this.#transports.at(-1)?.isConnected() === true;
  }

  playing(kind: MediaKind): Playing | undefined {
    return this.#feeds[kind].playing();
  }

  start(): void {
    this.#peer.start();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#peer.close();
    this.#eachFeed((feed) => feed.close());
    this.#closeUnused();
  }

  #feed(kind: MediaKind): ConsumerFeed {
    const { socket, showId, show, changed } = this.#options;
    return createConsumerFeed({
      socket,
      showId,
      kind,
      time: systemTime,
      stage: () => this.#peer.stage.peek(),
      wanted: (stage) => (kind === 'video' ? stage?.programmeSourceId : stage?.microphoneSourceId) ?? null,
      show: (playing, signal) => show(kind, playing, signal),
      changed: (playing) => {
        changed(kind, playing);
        this.#closeUnused();
      },
    });
  }

  #eachFeed(task: (feed: ConsumerFeed) => void): void {
    task(this.#feeds.video);
    task(this.#feeds.audio);
  }

  async #watch(peerId: string): Promise<Outcome<Watched>> {
    const { socket, showId } = this.#options;
    const loaded = await loadDevice(socket, showId);
    if (!loaded.ok) {
      if (loaded.unfit !== undefined) this.#unfit = loaded.unfit;
      this.#isTurnedAway = turnedAway.includes(loaded.error.code);
      return loaded;
    }
    this.#device = loaded.value;
    const { rtpCapabilities } = loaded.value.device;
    const watched = await socket.request('stage.watch', { showId, peerId, rtpCapabilities });
    this.#isTurnedAway = !watched.ok && turnedAway.includes(watched.error.code);
    return watched;
  }

  async #setUp(joined: Watched, peerId: string): Promise<void> {
    if (this.#device === undefined) throw new Error('joined without a device');
    const { socket, showId } = this.#options;
    const { device } = this.#device;
    const iceServers = [...joined.iceServers];
    const transport = device.createRecvTransport({ ...joined.transport, iceServers });
    const onFailed = () => this.#peer.rejoin();
    this.#transports.push(followTransport({ transport, socket, showId, peerId, time: systemTime, onFailed }));
    this.#isMember = true;
    const receiving = { peerId, transport, rtpCapabilities: device.rtpCapabilities };
    // In one turn of the event loop, so that mediasoup-client negotiates both in one go.
    this.#eachFeed((feed) => feed.receive(receiving, joined.consumers));
  }

  #keepOnly(consumerIds: readonly string[]): void {
    this.#eachFeed((feed) => {
      const id = feed.playing()?.consumer.id;
      if (id !== undefined && !consumerIds.includes(id)) feed.ended(id);
    });
  }

  #tearDown(): void {
    this.#isMember = false;
    this.#eachFeed((feed) => feed.receive(undefined, []));
    this.#closeUnused();
  }

  /** An old transport stays open while something of it is on show: closing it would turn the last picture black. */
  #closeUnused(): void {
    const used = [this.#feeds.video, this.#feeds.audio].map((feed) => feed.playing()?.receiving.transport);
    const latest = this.#isMember ? this.#transports.at(-1) : undefined;
    this.#transports = this.#transports.filter((followed) => {
      const isNeeded = followed === latest || used.includes(followed.transport);
      if (!isNeeded) followed.close();
      return isNeeded;
    });
  }
}
