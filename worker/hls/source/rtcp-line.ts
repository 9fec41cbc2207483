import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const askAgainMs = 8;
/** Two in a row: the refusal of the first arrives with the second at the latest. */
const heardInARow = 2;

/** Sends reports to one RTCP port of an ffmpeg, and finds out whether that one listens yet. */
export class RtcpLine {
  readonly #socket: Socket;
  #wasRefused = false;
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const refused = (): void => {
      this.#wasRefused = true;
    };
    // A connected socket is told when nobody has the port (ICMP), and that is all that can fail on loopback.
    socket.on('error', refused);
  }

  static async open(port: number): Promise<RtcpLine> {
    const socket = createSocket('udp4');
    const line = new RtcpLine(socket);
    const connected = once(socket, 'connect');
    socket.connect(port, '127.0.0.1');
    await connected;
    return line;
  }

  send(report: Buffer): void {
    if (this.#isClosed) return;
    this.#socket.send(report, (error) => {
      if (error !== null) this.#wasRefused = true;
    });
  }

  /** Repeats a report until somebody takes it; resolves early when the line is closed. */
  async untilHeard(report: Buffer): Promise<void> {
    for (let heard = 0; heard < heardInARow && !this.#isClosed;) {
      this.#wasRefused = false;
      this.send(report);
      await delay(askAgainMs);
      // `send` and the socket's listener change it while this waits; the compiler cannot see that.
      heard = (this.#wasRefused as boolean) ? 0 : heard + 1;
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }
}
