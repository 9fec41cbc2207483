interface SplitterEvents {
  readonly onText: (payload: Buffer) => void;
  readonly onClose: (code: number) => void;
}

const [textOpcode, closeOpcode] = [1, 8];
/** RFC 6455 section 7.1.5: a close frame without a body. */
const noStatus = 1005;

/** Puts the frames of a server together from bytes cut anywhere. Knows what ours sends: whole, unmasked frames. */
export class FrameSplitter {
  readonly #events: SplitterEvents;
  #kept: Buffer = Buffer.alloc(0);

  constructor(events: SplitterEvents) {
    this.#events = events;
  }

  take(chunk: Buffer): void {
    let data = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    for (;;) {
      const frame = frameAt(data);
      if (frame === undefined) break;
      if (frame.opcode === textOpcode) this.#events.onText(frame.payload);
      if (frame.opcode === closeOpcode) {
        this.#events.onClose(frame.payload.length < 2 ? noStatus : frame.payload.readUInt16BE(0));
      }
      data = data.subarray(frame.sizeBytes);
    }
    this.#kept = data;
  }
}

interface Frame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly sizeBytes: number;
}

/** RFC 6455 section 5.2. */
function frameAt(data: Buffer): Frame | undefined {
  if (data.length < 2) return undefined;
  const opcode = data.readUInt8(0) & 0x0f;
  const short = data.readUInt8(1) & 0x7f;
  const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (data.length < headBytes) return undefined;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  const sizeBytes = headBytes + length;
  if (data.length < sizeBytes) return undefined;
  return { opcode, payload: data.subarray(headBytes, sizeBytes), sizeBytes };
}
