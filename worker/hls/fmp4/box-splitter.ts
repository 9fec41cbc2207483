/** Far over a key frame of 1080p (0.5 MB at most); a box that says it is larger is rubbish. */
const largestBoxBytes = 8_000_000;
const headerBytes = 8;
const longHeaderBytes = 16;

/** A whole box as it came. */
export interface WholeBox {
  readonly type: string;
  /** With its header of `headerBytes`. */
  readonly bytes: Buffer;
  readonly headerBytes: number;
}

/**
 * Cuts a stream of bytes into its outermost boxes, wherever the chunks end. Holds one box at most. `push` answers false
 * when the stream cannot be one of boxes; it must not be called after that.
 */
export class BoxSplitter {
  readonly #onBox: (box: WholeBox) => boolean;
  #chunks: Buffer[] = [];
  #sizeBytes = 0;
  /** Before so many bytes are there it is no use to look. */
  #neededBytes = headerBytes;

  /** @param onBox - Answers false when nothing more is to be read. */
  constructor(onBox: (box: WholeBox) => boolean) {
    this.#onBox = onBox;
  }

  push(chunk: Buffer): boolean {
    if (chunk.length === 0) return true;
    this.#chunks.push(chunk);
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes < this.#neededBytes) return true;
    let rest = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#sizeBytes);
    for (;;) {
      const box = this.#boxAtFront(rest);
      if (box === 'broken') return false;
      if (box === 'partial') break;
      rest = rest.subarray(box.bytes.length);
      if (!this.#onBox(box)) return false;
    }
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#sizeBytes = rest.length;
    return true;
  }

  #boxAtFront(bytes: Buffer): WholeBox | 'partial' | 'broken' {
    this.#neededBytes = headerBytes;
    if (bytes.length < headerBytes) return 'partial';
    const shortSize = bytes.readUInt32BE(0);
    const isLong = shortSize === 1;
    const ownHeaderBytes = isLong ? longHeaderBytes : headerBytes;
    this.#neededBytes = ownHeaderBytes;
    if (bytes.length < ownHeaderBytes) return 'partial';
    const sizeBytes = isLong ? Number(bytes.readBigUInt64BE(headerBytes)) : shortSize;
    // A size of 0 (to the end of the file) has no place in a live stream.
    if (sizeBytes < ownHeaderBytes || sizeBytes > largestBoxBytes) return 'broken';
    this.#neededBytes = sizeBytes;
    if (bytes.length < sizeBytes) return 'partial';
    this.#neededBytes = headerBytes;
    return {
      type: bytes.toString('latin1', 4, headerBytes),
      bytes: bytes.subarray(0, sizeBytes),
      headerBytes: ownHeaderBytes,
    };
  }
}
