import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';

/** HTTP/1.1 and HTTP/2 alike: of both only what they have in common is used. */
export type Asking = IncomingMessage | Http2ServerRequest;

export interface ConnectionLimits {
  /** Open at once. */
  readonly requests: number;
  /** Asked for and not yet read. */
  readonly backlogBytes: number;
}

/** What one client has open: a TCP connection of HTTP/1.1, or a session of HTTP/2. */
export class Connection {
  readonly #limits: ConnectionLimits;
  readonly #cut: () => void;
  #open = 0;
  #owedBytes = 0;

  constructor(limits: ConnectionLimits, cut: () => void) {
    this.#limits = limits;
    this.#cut = cut;
  }

  /** A request came. False: it has too many open; `closed` is due all the same. */
  opened(): boolean {
    this.#open += 1;
    return this.#open <= this.#limits.requests;
  }

  /** An answer of this size is about to be written. False: it lags too far behind and was cut off. */
  owes(sizeBytes: number): boolean {
    this.#owedBytes += sizeBytes;
    // One answer alone may be larger than the limit: a segment of a long gap between key frames.
    if (this.#owedBytes <= this.#limits.backlogBytes || this.#owedBytes === sizeBytes) return true;
    this.#cut();
    return false;
  }

  /** The request is over, however it went. */
  closed(owedBytes: number): void {
    this.#open -= 1;
    this.#owedBytes -= owedBytes;
  }
}

/** The connection of each request; forgotten with its socket. */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #known = new WeakMap<object, Connection>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  of(asking: Asking): Connection {
    // A session outlives its streams; it is absent only where the stream is gone already.
    const line = 'stream' in asking ? (asking.stream.session ?? asking.stream) : asking.socket;
    const known = this.#known.get(line);
    if (known !== undefined) return known;
    const made = new Connection(this.#limits, () => {
      line.destroy();
    });
    this.#known.set(line, made);
    return made;
  }
}
