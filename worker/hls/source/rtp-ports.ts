import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Above the ephemeral ports of Linux (to 60999) and of mediasoup's default range (to 59999). */
const firstPort = 61_000;
const pairCount = 2200;
/** Packets of a former run cannot still be on their way after so long. */
const restMs = 300_000;

/**
 * Pairs of an even port for RTP and the next for RTCP on 127.0.0.1, each again only after minutes: an ffmpeg that
 * gets a predecessor's late packets on its port mixes two programmes. The range is walked round, so that a pair
 * rests longest.
 */
export class RtpPorts {
  readonly #usedAtMs = new Map<number, number>();
  readonly #held = new Set<number>();
  readonly #now: () => number;
  readonly #isFree: (port: number) => Promise<boolean>;
  #next: number;

  constructor(
    now: () => number = () => performance.now(),
    isFree: (port: number) => Promise<boolean> = canBeBound,
    start: number = Math.floor(Math.random() * pairCount),
  ) {
    this.#now = now;
    this.#isFree = isFree;
    // Several workers of one machine begin at different places.
    this.#next = start % pairCount;
  }

  get held(): number {
    return this.#held.size;
  }

  /** The RTP port of a pair that nobody has. Throws when the whole range is in use. */
  async take(): Promise<number> {
    for (let tries = 0; tries < pairCount; tries += 1) {
      const port = firstPort + 2 * this.#next;
      this.#next = (this.#next + 1) % pairCount;
      if (this.#held.has(port) || this.#now() - (this.#usedAtMs.get(port) ?? -Infinity) < restMs) continue;
      this.#held.add(port);
      if ((await this.#isFree(port)) && (await this.#isFree(port + 1))) return port;
      this.give(port);
    }
    throw new Error('no pair of RTP ports is free');
  }

  /** Its rest begins. */
  give(port: number): void {
    if (this.#held.delete(port)) this.#usedAtMs.set(port, this.#now());
  }
}

async function canBeBound(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    const bound = once(socket, 'listening');
    socket.bind({ port, address: '127.0.0.1', exclusive: true });
    await bound;
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
