import type { types } from 'mediasoup';
import { sum } from './statistics.ts';

/** Same suite as a browser negotiates with this worker. */
const srtpCryptoSuite = 'AEAD_AES_256_GCM';
const listenInfo = { protocol: 'udp', ip: '127.0.0.1' } as const;

interface Viewer {
  readonly outgoing: types.PlainTransport;
  readonly incoming: types.PlainTransport;
  readonly consumer: types.Consumer;
}

/** A counter at a moment of `performance.now()`; a flooded Worker answers late, so each answer has its own. */
export interface Count {
  readonly atMs: number;
  readonly packets: number;
  readonly bytes: number;
}

/** All viewers of a producer get the same, and a receiving Worker that is flooded answers a question in a second. */
const sampled = 4;

/** Viewers that take SRTP and throw it away: transports of a second Worker that have no producers. */
export class SrtpAudience {
  readonly #viewers: Viewer[] = [];
  readonly #blackhole: types.Router;

  constructor(blackhole: types.Router) {
    this.#blackhole = blackhole;
  }

  get size(): number {
    return this.#viewers.length;
  }

  /** One more viewer of the producer, on its router. */
  async add(router: types.Router, producer: types.Producer): Promise<void> {
    const options = { listenInfo, rtcpMux: true, comedia: false, enableSrtp: true, srtpCryptoSuite } as const;
    const [outgoing, incoming] = await Promise.all([
      router.createPlainTransport(options),
      this.#blackhole.createPlainTransport(options),
    ]);
    await Promise.all([connect(outgoing, incoming), connect(incoming, outgoing)]);
    const consumer = await outgoing.consume({
      producerId: producer.id,
      rtpCapabilities: router.rtpCapabilities,
    });
    this.#viewers.push({ outgoing, incoming, consumer });
  }

  /** What the whole audience was sent: RTP of consumers. */
  async sent(): Promise<Count> {
    const stats = (await Promise.all(this.#sample().map(({ consumer }) => consumer.getStats()))).flat();
    const outgoing = stats.filter((stat) => stat.type === 'outbound-rtp');
    return this.#scaled(
      sum(outgoing.map(({ packetCount }) => packetCount)),
      sum(outgoing.map(({ byteCount }) => byteCount)),
    );
  }

  /** What arrived at its other end, SRTP's own bytes included. */
  async received(): Promise<Count> {
    const stats = (await Promise.all(this.#sample().map(({ incoming }) => incoming.getStats()))).flat();
    return this.#scaled(Number.NaN, sum(stats.map(({ bytesReceived }) => bytesReceived)));
  }

  #sample(): readonly Viewer[] {
    const step = Math.max(1, Math.floor(this.#viewers.length / sampled));
    return this.#viewers.filter((_, index) => index % step === 0);
  }

  #scaled(packets: number, bytes: number): Count {
    const scale = this.#viewers.length / this.#sample().length;
    return { atMs: performance.now(), packets: packets * scale, bytes: bytes * scale };
  }

  close(): void {
    for (const { outgoing, incoming } of this.#viewers.splice(0)) {
      outgoing.close();
      incoming.close();
    }
  }
}

async function connect(from: types.PlainTransport, to: types.PlainTransport): Promise<void> {
  const { localAddress: ip, localPort: port } = to.tuple;
  await from.connect({
    ip,
    port,
    ...(to.srtpParameters === undefined ? {} : { srtpParameters: to.srtpParameters }),
  });
}
