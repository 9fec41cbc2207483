import type { ServerMessage } from '#protocol/messages.ts';

/**
 * A message serialised once, however many sockets it goes to. Most ticks carry a single message, so the frame
 * that holds it alone is kept too: a thousand viewers of one event share one buffer.
 */
export class Payload {
  readonly text: string;
  /** Size on the wire with the comma or bracket that goes with it. */
  readonly sizeBytes: number;
  #frame: Buffer | undefined;

  constructor(message: ServerMessage) {
    this.text = JSON.stringify(message);
    this.sizeBytes = Buffer.byteLength(this.text) + 1;
  }

  /** The frame with only this message. */
  get frame(): Buffer {
    this.#frame ??= Buffer.from(`[${this.text}]`);
    return this.#frame;
  }
}

/** One frame with several messages, in their order. */
export const frameOf = (payloads: readonly Payload[]): Buffer => {
  const [first] = payloads;
  if (first !== undefined && payloads.length === 1) return first.frame;
  return Buffer.from(`[${payloads.map((payload) => payload.text).join(',')}]`);
};
