import { StringDecoder } from 'node:string_decoder';

/**
 * One frame is one JSON value on one line (JSON never holds a raw line feed), so a session can be read with `socat`.
 * The largest honest frame is a reply to `hello` of a full worker: some 200 bytes for each of its peers.
 */
export const maximumFrameBytes = 2 * 1024 * 1024;

/** What the other end sent cannot be a conversation with us; the connection must be closed. */
export class FrameFault extends Error {
  override readonly name = 'FrameFault';
}

export const encodeFrame = (message: unknown): string => `${JSON.stringify(message)}\n`;

/** Cuts a byte stream into frames. Holds at most one unfinished frame, never more than `maximumBytes`. */
export class FrameDecoder {
  readonly #maximumBytes: number;
  readonly #utf8 = new StringDecoder('utf8');
  #rest = '';

  constructor(maximumBytes = maximumFrameBytes) {
    this.#maximumBytes = maximumBytes;
  }

  /** Returns the values that became complete, in order. Throws a `FrameFault` on broken JSON or a frame too long. */
  push(chunk: Buffer): unknown[] {
    const lines = (this.#rest + this.#utf8.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    if ([...lines, this.#rest].some((line) => line.length > this.#maximumBytes)) {
      throw new FrameFault(`a frame is longer than ${this.#maximumBytes} bytes`);
    }
    return lines.filter((line) => line !== '').map(parse);
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new FrameFault('a frame is not JSON', { cause });
  }
}
