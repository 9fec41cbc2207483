import type { ServerMessage } from '#protocol/messages.ts';

/** JSON that was serialised before and goes out as it is. */
export class SerialisedJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * One message or several in their order, serialised once however many sockets they go to. What many sockets get in one
 * tick they get in the same order, so the frame of a sequence is kept as well: a thousand viewers share one buffer.
 */
export class Payload {
  readonly text: string;
  /** Size on the wire with the commas or brackets that go with it. */
  readonly sizeBytes: number;
  #frame: Buffer | undefined;
  #followed: { readonly by: Payload; readonly both: Payload } | undefined;

  private constructor(text: string, sizeBytes: number) {
    this.text = text;
    this.sizeBytes = sizeBytes;
  }

  static of(message: ServerMessage): Payload {
    return Payload.ofText(JSON.stringify(message));
  }

  /** The message as JSON. */
  static ofText(text: string): Payload {
    return new Payload(text, Buffer.byteLength(text) + 1);
  }

  /** This and then `next`, as one. */
  and(next: Payload): Payload {
    if (this.#followed?.by === next) return this.#followed.both;
    const both = new Payload(`${this.text},${next.text}`, this.sizeBytes + next.sizeBytes);
    this.#followed = { by: next, both };
    return both;
  }

  /** The frame with only these messages. */
  get frame(): Buffer {
    this.#frame ??= Buffer.from(`[${this.text}]`);
    return this.#frame;
  }
}
