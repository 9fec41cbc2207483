import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** Everything of a client goes on from one socket of its own, so that answers find their way back. */
interface Client {
  readonly socket: Socket;
}

/** A line for UDP that loses packets, in both directions; which ones follows from the seed. */
export class LossyUdp {
  /** 0 to 1. */
  lossShare = 0;
  passed = 0;
  lost = 0;
  readonly #front: Socket;
  readonly #clients = new Map<string, Client>();
  #state: number;

  private constructor(front: Socket, seed: number) {
    this.#front = front;
    this.#state = seed;
  }

  /** Takes packets at `at` and passes them on to `to`. */
  static async open(
    at: { readonly address: string; readonly port: number },
    to: { readonly address: string; readonly port: number },
    seed = 1,
  ): Promise<LossyUdp> {
    const front = createSocket('udp4');
    const listening = once(front, 'listening');
    front.bind(at.port, at.address);
    await listening;
    const line = new LossyUdp(front, seed);
    front.on('message', (packet, { address, port }) => {
      const name = `${address}:${port}`;
      const client = line.#clients.get(name) ?? line.#welcome(name, address, port);
      if (line.#passes()) client.socket.send(packet, to.port, to.address);
    });
    return line;
  }

  close(): void {
    this.#front.close();
    for (const { socket } of this.#clients.values()) socket.close();
  }

  #welcome(name: string, address: string, port: number): Client {
    const client = { socket: createSocket('udp4') };
    client.socket.on('message', (packet) => {
      if (this.#passes()) this.#front.send(packet, port, address);
    });
    this.#clients.set(name, client);
    return client;
  }

  /** A linear congruential generator (Numerical Recipes): the same losses in every run of the same packets. */
  #passes(): boolean {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    const isLost = this.#state / 2 ** 32 < this.lossShare;
    if (isLost) this.lost += 1;
    else this.passed += 1;
    return !isLost;
  }
}
