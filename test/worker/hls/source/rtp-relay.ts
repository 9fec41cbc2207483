import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Passes RTP of several senders on from one socket, as one publisher would send it, and makes the faults of tests. */
export class RtpRelay {
  readonly #out: Socket;
  readonly #inputs: Socket[];
  readonly #targetPort: number;
  /** Streams (by their input) that are not passed on. */
  readonly dropped = new Set<number>();
  /** How much faster than true the publisher's clock runs, parts per million. */
  fastPpm = 0;
  readonly #firstTimestamp = new Map<number, number>();

  private constructor(out: Socket, inputs: Socket[], targetPort: number) {
    this.#out = out;
    this.#inputs = inputs;
    this.#targetPort = targetPort;
    for (const [index, input] of inputs.entries())
      input.on('message', (packet) => {
        this.#pass(index, packet);
      });
  }

  static async open(targetPort: number, count: number): Promise<RtpRelay> {
    const inputs = await Promise.all(Array.from({ length: count }, () => bound()));
    return new RtpRelay(await bound(), inputs, targetPort);
  }

  get ports(): readonly number[] {
    return this.#inputs.map((input) => input.address().port);
  }

  close(): void {
    this.#out.close();
    for (const input of this.#inputs) input.close();
  }

  /** `Date.now()` of the packets that begin a key frame of the first stream (H.264, as ffmpeg packs it). */
  readonly keyFramesAtMs: number[] = [];

  #pass(index: number, packet: Buffer): void {
    if (index === 0 && beginsKeyFrame(packet)) this.keyFramesAtMs.push(Date.now());
    if (this.dropped.has(index)) return;
    const timestamp = packet.readUInt32BE(4);
    const first = this.#firstTimestamp.get(index) ?? timestamp;
    this.#firstTimestamp.set(index, first);
    const since = (timestamp - first) | 0;
    packet.writeUInt32BE((timestamp + Math.round((since * this.fastPpm) / 1e6)) >>> 0, 4);
    this.#out.send(packet, this.#targetPort, '127.0.0.1');
  }
}

const beginsKeyFrame = (packet: Buffer): boolean =>
  ((packet[12] ?? 0) & 0x1f) === 7 || (((packet[12] ?? 0) & 0x1f) === 24 && ((packet[15] ?? 0) & 0x1f) === 7);

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  const listening = once(socket, 'listening');
  socket.bind(0, '127.0.0.1');
  await listening;
  return socket;
}
