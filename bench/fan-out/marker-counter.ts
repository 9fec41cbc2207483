import type { Histogram } from './histogram.ts';

/**
 * Every message of a load carries one, whatever the protocol around it: the mark and six digits. The letters between
 * keep a chat's filters from taking two numbers for one drawn-out word, or digits for letters of a rude one.
 */
export const markOf = (sequence: number): string =>
  `#m${[...String(sequence).padStart(digits, '0')].join('q')}`;

const digits = 6;
const mark = Buffer.from('#m');
const markedBytes = mark.length + 2 * digits - 1;
const zero = 0x30;

/**
 * Counts deliveries in the bytes of one socket without parsing frames or JSON, the same for every contender: finds
 * marks, adds up which came in which order, and notes how long each was under way.
 */
export class MarkerCounter {
  delivered = 0;
  /** What came since `begin`, and in which order. People who write at once are put in order by the server. */
  order = 0;
  total = 0;
  #kept: Buffer | undefined;
  readonly #sentAtMs: readonly number[];
  readonly #delays: Histogram;

  /** `sentAtMs` by sequence; `delays` takes what each delivery took. */
  constructor(sentAtMs: readonly number[], delays: Histogram) {
    this.#sentAtMs = sentAtMs;
    this.#delays = delays;
  }

  begin(): void {
    this.order = 0;
    this.total = 0;
  }

  take(chunk: Buffer): void {
    const data = this.#kept === undefined ? chunk : Buffer.concat([this.#kept, chunk]);
    const nowMs = performance.now();
    let at = data.indexOf(mark);
    while (at >= 0 && at + markedBytes <= data.length) {
      this.#count(sequenceAt(data, at), nowMs);
      at = data.indexOf(mark, at + markedBytes);
    }
    // A mark may be cut by the end of the chunk, between or within its bytes.
    const from = at >= 0 ? at : data.length - 1;
    this.#kept = at >= 0 || data[from] === mark[0] ? Buffer.from(data.subarray(from)) : undefined;
  }

  #count(sequence: number, nowMs: number): void {
    this.order = (Math.imul(this.order, 31) + sequence) >>> 0;
    this.total += sequence;
    this.delivered += 1;
    const sentAtMs = this.#sentAtMs[sequence];
    if (sentAtMs !== undefined) this.#delays.add(nowMs - sentAtMs);
  }
}

const sequenceAt = (data: Buffer, at: number): number => {
  let value = 0;
  for (let index = at + mark.length; index < at + markedBytes; index += 2) {
    value = value * 10 + (data[index] ?? zero) - zero;
  }
  return value;
};
