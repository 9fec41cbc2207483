import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import type { HlsFigures } from '#protocol/worker-rpc/calls.ts';
import { Broadcast } from './broadcast.ts';

/** The LL-HLS side of a worker: the broadcasts of its shows, and the origin that serves them. */
export class HlsOutput {
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #broadcasts = new Map<string, Broadcast>();

  private constructor(config: Config, logger: Logger) {
    this.#config = config;
    this.#logger = logger;
  }

  static async open(config: Config, logger: Logger): Promise<HlsOutput> {
    return new HlsOutput(config, logger);
  }

  get port(): number | null {
    return null;
  }

  open(showId: string): Broadcast {
    const broadcast = new Broadcast(showId, this.#config, this.#logger);
    this.#broadcasts.set(showId, broadcast);
    return broadcast;
  }

  certify(_certificate: string, _privateKey: string): void {}

  async findReplay(_showId: string): Promise<number | null> {
    return null;
  }

  async deleteReplay(_showId: string): Promise<void> {}

  figures(): readonly HlsFigures[] {
    return [];
  }

  close(): void {
    for (const broadcast of this.#broadcasts.values()) broadcast.close();
  }
}
