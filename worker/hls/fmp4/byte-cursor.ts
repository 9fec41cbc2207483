/**
 * Reads big-endian numbers one after the other. Reading past the end gives 0 and sets `isOverrun`, so that parsers of
 * what came over a socket need no exceptions: they look once, at the end.
 */
export class ByteCursor {
  readonly #bytes: Buffer;
  #position: number;
  isOverrun = false;

  constructor(bytes: Buffer, position = 0) {
    this.#bytes = bytes;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  skip(sizeBytes: number): this {
    this.#take(sizeBytes);
    return this;
  }

  u8(): number {
    const at = this.#take(1);
    return at === null ? 0 : this.#bytes.readUInt8(at);
  }

  u16(): number {
    const at = this.#take(2);
    return at === null ? 0 : this.#bytes.readUInt16BE(at);
  }

  u32(): number {
    const at = this.#take(4);
    return at === null ? 0 : this.#bytes.readUInt32BE(at);
  }

  i32(): number {
    const at = this.#take(4);
    return at === null ? 0 : this.#bytes.readInt32BE(at);
  }

  /** Beyond 2^53 it is an overrun: no clock of a live show goes there. */
  u64(): number {
    const at = this.#take(8);
    const value = at === null ? 0 : Number(this.#bytes.readBigUInt64BE(at));
    if (Number.isSafeInteger(value)) return value;
    this.isOverrun = true;
    return 0;
  }

  #take(sizeBytes: number): number | null {
    const at = this.#position;
    if (this.isOverrun || at + sizeBytes > this.#bytes.length) {
      this.isOverrun = true;
      return null;
    }
    this.#position += sizeBytes;
    return at;
  }
}
