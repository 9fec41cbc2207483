import type { types } from 'mediasoup';
import { Refusal } from '#protocol/errors.ts';
import type { Edge } from './edge.ts';
import type { Track } from './track.ts';

export interface PeerLimits {
  readonly transports: number;
  /** Producers and consumers together. */
  readonly streams: number;
}

/** Whose eyes these are: the public's or the crew's. */
export type Audience = 'public' | 'staff';

/** The server that speaks for a peer right now, and as what. */
export interface PeerSpeaker {
  readonly serverId: string;
  readonly audience: Audience;
}

/** A consumer, what it takes, and whether the viewer wants it to flow. */
export interface Reception {
  readonly consumer: types.Consumer;
  readonly track: Track;
  readonly wish: { isPaused: boolean };
}

/** One browser tab on one stage, with everything that must end with it. */
export class Peer {
  readonly peerId: string;
  readonly personId: string;
  readonly edge: Edge;
  readonly #limits: PeerLimits;
  readonly #transports = new Map<string, types.WebRtcTransport>();
  readonly #tracks = new Map<string, Track>();
  readonly #receptions = new Map<string, Reception>();
  /** Transports being made; counted, so that many calls at once cannot pass the limit together. */
  #reserved = { transports: 0, streams: 0 };
  #grace: NodeJS.Timeout | undefined;
  /** The server that spoke for it last and gets its signals; null while its socket is gone. */
  serverId: string | null;
  /** As the server said at the last call; a lost role takes effect with the next one. */
  audience: Audience;
  closed = false;

  constructor(
    peerId: string,
    personId: string,
    { serverId, audience }: PeerSpeaker,
    edge: Edge,
    limits: PeerLimits,
  ) {
    this.peerId = peerId;
    this.personId = personId;
    this.serverId = serverId;
    this.audience = audience;
    this.edge = edge;
    this.#limits = limits;
    edge.arrived();
  }

  get transportIds(): readonly string[] {
    return [...this.#transports.keys()];
  }

  get producerIds(): readonly string[] {
    return [...this.#tracks.keys()];
  }

  get receptions(): readonly Reception[] {
    return [...this.#receptions.values()];
  }

  get consumerIds(): readonly string[] {
    return [...this.#receptions.keys()];
  }

  /** It has a socket again, on this server. */
  attach({ serverId, audience }: PeerSpeaker): void {
    clearTimeout(this.#grace);
    this.serverId = serverId;
    this.audience = audience;
  }

  /** Its socket is gone; `onTimeout` runs unless it is attached again in time. */
  detach(graceMs: number, onTimeout: () => void): void {
    if (this.closed) return;
    this.serverId = null;
    clearTimeout(this.#grace);
    this.#grace = setTimeout(onTimeout, graceMs);
  }

  transport(transportId: string): types.WebRtcTransport {
    const transport = this.#transports.get(transportId);
    if (transport === undefined) throw new Refusal('transport-not-found');
    return transport;
  }

  track(producerId: string): Track {
    const track = this.#tracks.get(producerId);
    if (track === undefined) throw new Refusal('producer-not-found');
    return track;
  }

  reception(consumerId: string): Reception {
    const reception = this.#receptions.get(consumerId);
    if (reception === undefined) throw new Refusal('consumer-not-found');
    return reception;
  }

  /** What flows over one transport. */
  receptionsOn(transport: types.WebRtcTransport): readonly Reception[] {
    return this.receptions.filter(({ consumer }) => consumer.appData['transportId'] === transport.id);
  }

  /** Makes a transport within the limit; it leaves the peer when it closes. */
  async addTransport(make: () => Promise<types.WebRtcTransport>): Promise<types.WebRtcTransport> {
    const held = this.#transports.size + this.#reserved.transports;
    return this.#within('transports', held, make, (transport) => {
      this.#transports.set(transport.id, transport);
      transport.observer.once('close', () => this.#transports.delete(transport.id));
    });
  }

  async addTrack(make: () => Promise<Track>): Promise<Track> {
    return this.#within('streams', this.#streams(), make, (track) => {
      this.#tracks.set(track.producer.id, track);
      track.producer.observer.once('close', () => this.#tracks.delete(track.producer.id));
    });
  }

  async addReception(make: () => Promise<Reception>): Promise<Reception> {
    return this.#within('streams', this.#streams(), make, (reception) => {
      const { consumer, track } = reception;
      this.#receptions.set(consumer.id, reception);
      consumer.observer.once('close', () => {
        track.forgetViewer(consumer.id);
        this.#receptions.delete(consumer.id);
      });
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.#grace);
    this.edge.left();
    for (const transport of [...this.#transports.values()]) transport.close();
  }

  #streams(): number {
    return this.#tracks.size + this.#receptions.size + this.#reserved.streams;
  }

  async #within<Made extends types.WebRtcTransport | Track | Reception>(
    what: keyof PeerLimits,
    held: number,
    make: () => Promise<Made>,
    keep: (made: Made) => void,
  ): Promise<Made> {
    if (held >= this.#limits[what]) throw new Refusal('media-limit-reached', { limit: this.#limits[what] });
    this.#reserved[what] += 1;
    try {
      const made = await make();
      if (this.closed) {
        if ('close' in made) made.close();
        throw new Refusal('stage-not-joined');
      }
      keep(made);
      return made;
    } finally {
      this.#reserved[what] -= 1;
    }
  }
}
