import { createSocket, type Socket } from 'node:dgram';
import type { types } from 'mediasoup';

const payloadType = 96;
const ssrc = 0x50_6f_70_31;
const framesPerSecond = 25;
const clockRate = 90_000;
const keyFrameEvery = 2 * framesPerSecond;
/** What fits an Ethernet frame after IP, UDP and SRTP. */
const payloadBytes = 1100;

/** The codec of `VideoGenerator`, for a router that has VP8. */
export const generatedVideo: types.RtpParameters = {
  mid: '0',
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType,
      clockRate,
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  encodings: [{ ssrc }],
  rtcp: { cname: 'bench' },
};

/**
 * Sends one video of a constant rate as plain RTP, in bursts per frame as cameras do. The payload is random but for
 * its VP8 headers (RFC 7741, 4.2 and 4.3), which is all that an SFU reads.
 */
export class VideoGenerator {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  readonly #packet = Buffer.alloc(12 + payloadBytes, 0x5a);
  readonly #packetsPerFrame: number;
  #sequence = 0;
  #frame = 0;

  /** Sends `bitrateBps` of payload to `127.0.0.1:port` until closed. */
  constructor(port: number, bitrateBps: number) {
    this.#packetsPerFrame = Math.round(bitrateBps / 8 / payloadBytes / framesPerSecond);
    this.#socket = createSocket('udp4');
    this.#socket.connect(port, '127.0.0.1');
    const startedAtMs = performance.now();
    this.#timer = setInterval(() => {
      const due = ((performance.now() - startedAtMs) / 1000) * framesPerSecond;
      while (this.#frame < due) this.#sendFrame();
    }, 5);
  }

  /** RTP payload that leaves per second, bits. */
  get bitrateBps(): number {
    return this.#packetsPerFrame * framesPerSecond * payloadBytes * 8;
  }

  get packetsPerSecond(): number {
    return this.#packetsPerFrame * framesPerSecond;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#socket.close();
  }

  #sendFrame(): void {
    const isKeyFrame = this.#frame % keyFrameEvery === 0;
    for (let index = 0; index < this.#packetsPerFrame; index += 1) {
      const isLast = index === this.#packetsPerFrame - 1;
      const packet = this.#packet;
      packet.writeUInt8(0x80, 0);
      packet.writeUInt8((isLast ? 0x80 : 0) | payloadType, 1);
      packet.writeUInt16BE(this.#sequence & 0xffff, 2);
      packet.writeUInt32BE(((this.#frame * clockRate) / framesPerSecond) >>> 0, 4);
      packet.writeUInt32BE(ssrc, 8);
      // Start of partition in the first packet of a frame; then the frame's own header, P = 0 in a key frame.
      packet.writeUInt8(index === 0 ? 0x10 : 0x00, 12);
      packet.writeUInt8(isKeyFrame ? 0x10 : 0x11, 13);
      this.#sequence += 1;
      this.#socket.send(packet);
    }
    this.#frame += 1;
  }
}
