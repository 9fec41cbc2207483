import { connect, type Socket } from 'node:net';

/** One for all lines: what is read is looked at before the next read. */
const shared = Buffer.allocUnsafe(262_144);
const headEnd = Buffer.from('\r\n\r\n');

export interface HttpReply {
  readonly status: number;
  /** Empty where it was not wanted. */
  readonly text: string;
}

/** A kept connection that asks for one thing after the other, with next to no work of its own. */
export class HttpLine {
  readonly #socket: Socket;
  #head = '';
  #leftBytes = 0;
  #body: Buffer[] | null = null;
  #status = 0;
  #isInBody = false;
  #onReply: ((reply: HttpReply) => void) | null = null;
  isLost = false;

  constructor(port: number) {
    const callback = (sizeBytes: number): boolean => {
      this.#take(shared.subarray(0, sizeBytes));
      return true;
    };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: shared, callback } });
    this.#socket.on('error', () => undefined);
    this.#socket.once('close', () => {
      this.isLost = true;
    });
  }

  get isBusy(): boolean {
    return this.#onReply !== null;
  }

  /** `request`: a whole request. The last one must have been answered. */
  ask(request: string | Buffer, wantsText: boolean, onReply: (reply: HttpReply) => void): void {
    if (this.#onReply !== null) throw new Error('the line is busy');
    this.#onReply = onReply;
    this.#body = wantsText ? [] : null;
    this.#socket.write(request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    let body = chunk;
    if (!this.#isInBody) {
      const end = chunk.indexOf(headEnd);
      // A head that came in pieces is rare; what was there is kept as text.
      if (end === -1 || this.#head !== '') {
        this.#head += chunk.toString('latin1');
        const whole = this.#head.indexOf('\r\n\r\n');
        if (whole === -1) return;
        body = Buffer.from(this.#head.slice(whole + 4), 'latin1');
        this.#head = this.#head.slice(0, whole);
      } else {
        this.#head = chunk.toString('latin1', 0, end);
        body = chunk.subarray(end + 4);
      }
      this.#status = Number(this.#head.slice(9, 12));
      this.#leftBytes = Number(/\r\ncontent-length: (\d+)/i.exec(this.#head)?.[1] ?? 0);
      this.#isInBody = true;
    }
    this.#leftBytes -= body.length;
    this.#body?.push(Buffer.from(body));
    if (this.#leftBytes > 0) return;
    const [onReply, text] = [
      this.#onReply,
      this.#body === null ? '' : Buffer.concat(this.#body).toString('latin1'),
    ];
    this.#head = '';
    this.#isInBody = false;
    this.#onReply = null;
    onReply?.({ status: this.#status, text });
  }
}

export const requestFor = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`;
