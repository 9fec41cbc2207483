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

/** Counters summed over all viewers. */
export interface AudienceTotals {
  /** RTP packets that consumers sent. */
  readonly packetsSent: number;
  readonly bytesSent: number;
  /** Bytes that arrived at the other end and could be decrypted or dropped there. */
  readonly bytesReceived: number;
}

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

  async totals(): Promise<AudienceTotals> {
    const all = await Promise.all(
      this.#viewers.map(async ({ consumer, incoming }) => ({
        sent: (await consumer.getStats()).filter((stat) => stat.type === 'outbound-rtp'),
        received: await incoming.getStats(),
      })),
    );
    return {
      packetsSent: sum(all.flatMap(({ sent }) => sent.map((stat) => stat.packetCount))),
      bytesSent: sum(all.flatMap(({ sent }) => sent.map((stat) => stat.byteCount))),
      bytesReceived: sum(all.flatMap(({ received }) => received.map((stat) => stat.bytesReceived))),
    };
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
