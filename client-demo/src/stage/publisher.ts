import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { CallError, Outcome } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';
import { systemTime } from '../live/time-source.ts';
import { loadDevice, type StageDevice } from './device.ts';
import { followTransport, type PeerTransport } from './peer-transport.ts';
import { SourceFeed, type PublishedSource, type PublishWish } from './published-source.ts';
import { ProduceRefused, type Sending } from './source-half.ts';
import { joinOneWay, type JoinedOneWay } from './join-one-way.ts';
import { createStagePeer, type StagePeer } from './stage-peer.ts';

export type PublisherState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  | { readonly status: 'reconnecting' }
  | { readonly status: 'refused'; readonly error: CallError }
  | { readonly status: 'failed'; readonly detail: string };

export interface PublisherOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
}

/** Sends any number of sources of one show over one transport, through faults and reconnects. */
export interface Publisher {
  readonly state: ReadonlySignal<PublisherState>;
  readonly sources: ReadonlySignal<readonly PublishedSource[]>;
  /** Joins the stage with the first source. */
  publish(wish: PublishWish): PublishedSource;
  /** Leaves the stage at once and stops all tracks. */
  close(): void;
}

const statsEveryMs = 1000;

class BrowserPublisher implements Publisher {
  readonly #options: PublisherOptions;
  readonly #peer: StagePeer;
  readonly #sources = signal<readonly SourceFeed[]>([]);
  readonly #unfit = signal<string | null>(null);
  readonly #stops: readonly (() => void)[];
  readonly state = computed((): PublisherState => this.#deriveState());
  #device: StageDevice | undefined;
  #transport: PeerTransport | undefined;
  #sending: Sending | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
    const { socket, showId } = options;
    this.#peer = createStagePeer<JoinedOneWay>({
      socket,
      showId,
      time: systemTime,
      join: (peerId) => this.#join(peerId),
      setUp: (joined, peerId) => this.#setUp(joined, peerId),
      resumed: ({ producerIds }) => this.#eachSource((source) => source.keepOnly(producerIds)),
      tearDown: () => this.#tearDown(),
    });
    const readStats = () => this.#eachSource((source) => void source.readStats().catch(() => undefined));
    const reading = setInterval(readStats, statsEveryMs);
    this.#stops = [
      () => clearInterval(reading),
      socket.onSignal('stage.producer-closed', ({ producerId }) =>
        this.#eachSource((source) => source.producerClosed(producerId)),
      ),
      socket.onSignal('stage.producer-score', ({ producerId, scores }) =>
        this.#eachSource((source) => source.takeScores(producerId, scores)),
      ),
    ];
  }

  get sources(): ReadonlySignal<readonly PublishedSource[]> {
    return this.#sources;
  }

  publish(wish: PublishWish): PublishedSource {
    const { socket, showId } = this.#options;
    const onClosed = (closed: SourceFeed) => {
      this.#sources.value = this.#sources.peek().filter((source) => source !== closed);
    };
    const source = new SourceFeed({ socket, showId, wish, onClosed });
    this.#sources.value = [...this.#sources.peek(), source];
    source.send(this.#sending);
    this.#peer.start();
    return source;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#eachSource((source) => source.close());
    this.#peer.close();
  }

  #deriveState(): PublisherState {
    const peer = this.#peer.state.value;
    if (this.#unfit.value !== null) return { status: 'failed', detail: this.#unfit.value };
    switch (peer.status) {
      case 'idle':
        return { status: 'idle' };
      case 'joining':
        return { status: 'connecting' };
      case 'rejoining':
        return { status: 'reconnecting' };
      case 'refused':
        return { status: 'refused', error: peer.error };
      case 'joined':
        return { status: this.#options.socket.state.value.status === 'open' ? 'connected' : 'reconnecting' };
    }
  }

  #eachSource(task: (source: SourceFeed) => void): void {
    for (const source of [...this.#sources.peek()]) task(source);
  }

  async #join(peerId: string): Promise<Outcome<JoinedOneWay>> {
    const { socket, showId } = this.#options;
    const loaded = await loadDevice(socket, showId);
    if (!loaded.ok) {
      this.#unfit.value = loaded.unfit ?? null;
      return loaded;
    }
    this.#device = loaded.value;
    return joinOneWay(socket, { showId, peerId, direction: 'send' });
  }

  async #setUp(joined: JoinedOneWay, peerId: string): Promise<void> {
    if (this.#device === undefined) throw new Error('joined without a device');
    const { socket, showId } = this.#options;
    const { device } = this.#device;
    const transport = device.createSendTransport({ ...joined.transport, iceServers: [...joined.iceServers] });
    const onFailed = () => this.#peer.rejoin();
    this.#transport = followTransport({ transport, socket, showId, peerId, time: systemTime, onFailed });
    transport.on('produce', ({ kind, rtpParameters, appData }, done, refuse) => {
      const sourceId = String(appData['sourceId']);
      const wish = { showId, peerId, transportId: transport.id, sourceId, kind, rtpParameters };
      void socket.request('stage.produce', wish).then((outcome) => {
        if (outcome.ok) done({ id: outcome.value.producerId });
        else refuse(new ProduceRefused(outcome.error));
      });
    });
    const sending: Sending = { peerId, transport, device };
    this.#sending = sending;
    this.#eachSource((source) => source.send(sending));
  }

  #tearDown(): void {
    this.#sending = undefined;
    this.#eachSource((source) => source.send(undefined));
    this.#transport?.close();
    this.#transport = undefined;
  }
}

/** Joins the stage with the first published source. */
export const createPublisher = (options: PublisherOptions): Publisher => new BrowserPublisher(options);

export type { PublishedSource, PublishWish } from './published-source.ts';
export type { FeedState } from './feed-state.ts';
export type { MediaKind } from './consumer-feed.ts';
