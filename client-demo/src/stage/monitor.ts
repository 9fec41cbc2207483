import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Outcome } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';
import { systemTime } from '../live/time-source.ts';
import { createConsumerFeed, type ConsumerFeed, type Playing, type Receiving } from './consumer-feed.ts';
import { loadDevice, type StageDevice } from './device.ts';
import { joinOneWay, type JoinedOneWay } from './join-one-way.ts';
import { followTransport, type PeerTransport } from './peer-transport.ts';
import { createStagePeer, type StagePeer } from './stage-peer.ts';

export interface MonitorOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
}

/** One source's preview. `silent`: the source exists but sends no picture now. */
export type PreviewState = 'connecting' | 'playing' | 'silent';

export interface Preview {
  readonly state: ReadonlySignal<PreviewState>;
  close(): void;
}

/** Silent low-layer previews of any sources of a stage, all over one receiving transport. For staff. */
export interface StageMonitor {
  /** Shows the source in `video` (muted, autoplaying) from whenever it is live until closed. */
  preview(sourceId: string, video: HTMLVideoElement): Preview;
  close(): void;
}

class BrowserMonitor implements StageMonitor {
  readonly #options: MonitorOptions;
  readonly #peer: StagePeer;
  readonly #feeds = new Set<ConsumerFeed>();
  readonly #stops: readonly (() => void)[];
  #device: StageDevice | undefined;
  #transport: PeerTransport | undefined;
  #receiving: Receiving | undefined;

  constructor(options: MonitorOptions) {
    this.#options = options;
    const { socket, showId } = options;
    this.#peer = createStagePeer<JoinedOneWay>({
      socket,
      showId,
      time: systemTime,
      join: (peerId) => this.#join(peerId),
      setUp: (joined, peerId) => this.#setUp(joined, peerId),
      resumed: ({ consumerIds }) => this.#keepOnly(consumerIds),
      tearDown: () => this.#tearDown(),
    });
    this.#stops = [
      effect(() => {
        // Read, so that the effect runs again when it changes.
        void this.#peer.stage.value;
        for (const feed of this.#feeds) feed.update();
      }),
      socket.onSignal('stage.consumer-closed', ({ consumerId }) => {
        for (const feed of this.#feeds) feed.ended(consumerId);
      }),
    ];
  }

  preview(sourceId: string, video: HTMLVideoElement): Preview {
    const state = signal<PreviewState>('connecting');
    const feed = this.#feed(sourceId, video, state);
    const stopState = effect(() => {
      const stage = this.#peer.stage.value;
      if (stage === null) return;
      const isLive = stage.sources.some((source) => source.sourceId === sourceId && source.hasLiveVideo);
      if (!isLive) state.value = 'silent';
      else state.value = feed.playing() === undefined ? 'connecting' : 'playing';
    });
    this.#feeds.add(feed);
    feed.receive(this.#receiving, []);
    this.#peer.start();
    return {
      state,
      close: () => {
        stopState();
        feed.close();
        this.#feeds.delete(feed);
        video.srcObject = null;
      },
    };
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const feed of this.#feeds) feed.close();
    this.#feeds.clear();
    this.#peer.close();
  }

  #feed(sourceId: string, video: HTMLVideoElement, state: { value: PreviewState }): ConsumerFeed {
    const { socket, showId } = this.#options;
    return createConsumerFeed({
      socket,
      showId,
      kind: 'video',
      time: systemTime,
      stage: () => this.#peer.stage.peek(),
      wanted: () => sourceId,
      show: async (playing) => {
        this.#wantSmallest(playing);
        video.muted = true;
        video.playsInline = true;
        video.srcObject = new MediaStream([playing.consumer.track]);
        // Refused only when the element left the page meanwhile.
        await video.play().catch(() => undefined);
        return true;
      },
      changed: (playing) => {
        if (playing !== undefined) state.value = 'playing';
      },
    });
  }

  #wantSmallest({ consumer, receiving, spatialLayers }: Playing): void {
    if (spatialLayers < 2) return;
    const { socket, showId } = this.#options;
    const onPeer = { showId, peerId: receiving.peerId, consumerId: consumer.id };
    void socket.request('stage.set-consumer', { ...onPeer, spatialLayer: 0 });
  }

  async #join(peerId: string): Promise<Outcome<JoinedOneWay>> {
    const { socket, showId } = this.#options;
    const loaded = await loadDevice(socket, showId);
    if (!loaded.ok) return loaded;
    this.#device = loaded.value;
    return joinOneWay(socket, { showId, peerId, direction: 'receive' });
  }

  async #setUp(joined: JoinedOneWay, peerId: string): Promise<void> {
    if (this.#device === undefined) throw new Error('joined without a device');
    const { socket, showId } = this.#options;
    const { device } = this.#device;
    const transport = device.createRecvTransport({ ...joined.transport, iceServers: [...joined.iceServers] });
    const onFailed = () => this.#peer.rejoin();
    this.#transport = followTransport({ transport, socket, showId, peerId, time: systemTime, onFailed });
    this.#receiving = { peerId, transport, rtpCapabilities: device.rtpCapabilities };
    for (const feed of this.#feeds) feed.receive(this.#receiving, []);
  }

  #keepOnly(consumerIds: readonly string[]): void {
    for (const feed of this.#feeds) {
      const id = feed.playing()?.consumer.id;
      if (id !== undefined && !consumerIds.includes(id)) feed.ended(id);
    }
  }

  #tearDown(): void {
    this.#receiving = undefined;
    for (const feed of this.#feeds) feed.receive(undefined, []);
    this.#transport?.close();
    this.#transport = undefined;
  }
}

/** Joins the stage with the first preview. */
export const createStageMonitor = (options: MonitorOptions): StageMonitor => new BrowserMonitor(options);
