import { setTimeout as delay } from 'node:timers/promises';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import { Core } from './core.ts';
import { freePort, listenAddresses, type ListenAddress } from './listen-addresses.ts';

const measureMs = 2000;
/** A core that dies again and again must not become a busy loop. */
const respawnMs = { first: 20, longest: 5000 };

/** All cores of this process. A core killed by whatever comes back on its port, and whoever lived on it is told. */
export class Engine {
  readonly #config: Config;
  readonly #logger: Logger;
  readonly #addresses: readonly ListenAddress[];
  readonly #cores: Core[] = [];
  readonly #lost = new Set<(dead: Core) => void>();
  #measuring: NodeJS.Timeout | undefined;
  #closed = false;
  #rtpCapabilities: types.RtpCapabilities | undefined;

  private constructor(config: Config, logger: Logger) {
    this.#config = config;
    this.#logger = logger;
    this.#addresses = listenAddresses(config.mediaListen);
  }

  static async start(config: Config, logger: Logger): Promise<Engine> {
    const engine = new Engine(config, logger);
    try {
      await Promise.all(Array.from({ length: config.mediaCores }, (_, index) => engine.#startCore(index)));
      await engine.#learnCapabilities();
    } catch (error) {
      engine.close();
      throw error;
    }
    engine.#measuring = setInterval(() => {
      void engine.#measure();
    }, measureMs);
    return engine;
  }

  /** The cores that run right now; refuses with `stage-unavailable` while there is none. */
  cores(): readonly [Core, ...Core[]] {
    const [first, ...others] = this.#cores.filter((core) => core.alive);
    if (first === undefined) throw new Refusal('stage-unavailable');
    return [first, ...others];
  }

  /** The core with the most to give: the least used, and among equals the one with the fewest viewers. */
  leastLoaded(): Core {
    return this.cores()
      .toSorted((a, b) => Math.round((a.cpuShare - b.cpuShare) * 10) || a.viewers - b.viewers)
      .reduce((best) => best);
  }

  get cpuShare(): number {
    const running = this.#cores.filter((core) => core.alive);
    return running.reduce((sum, core) => sum + core.cpuShare, 0) / Math.max(1, running.length);
  }

  /** What a browser must know of the codecs; the same for every stage. */
  get rtpCapabilities(): types.RtpCapabilities {
    if (this.#rtpCapabilities === undefined) throw new Refusal('stage-unavailable');
    return this.#rtpCapabilities;
  }

  /** Called when a core died and its successor runs, so that what lived on it can be built again at once. */
  onCoreLost(listener: (dead: Core) => void): void {
    this.#lost.add(listener);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#measuring);
    for (const core of this.#cores) core.close();
  }

  async #startCore(index: number, knownPort?: number): Promise<void> {
    const { mediaPort, mediasoupWorkerBin } = this.#config;
    const port = knownPort ?? (mediaPort === 0 ? await freePort(this.#addresses) : mediaPort + index);
    const core = await Core.start(index, port, this.#addresses, mediasoupWorkerBin);
    if (this.#closed) {
      core.close();
      return;
    }
    this.#cores[index] = core;
    core.onDied(() => {
      this.#logger.error({ core: index, processId: core.processId }, 'a media core died');
      void this.#replace(core);
    });
  }

  async #replace(dead: Core): Promise<void> {
    for (let waitMs = respawnMs.first; !this.#closed; waitMs = Math.min(waitMs * 2, respawnMs.longest)) {
      try {
        await this.#startCore(dead.index, dead.port);
        break;
      } catch (error) {
        this.#logger.error({ err: error, core: dead.index }, 'a media core cannot be started again');
        await delay(waitMs);
      }
    }
    if (this.#closed) return;
    for (const listener of this.#lost) listener(dead);
  }

  async #learnCapabilities(): Promise<void> {
    const router = await this.cores()[0].createRouter();
    this.#rtpCapabilities = router.rtpCapabilities;
    router.close();
  }

  async #measure(): Promise<void> {
    // A core that dies while it is measured is the business of `onDied`.
    await Promise.allSettled(this.#cores.filter((core) => core.alive).map((core) => core.measure()));
  }

  get coreProcessIds(): readonly number[] {
    return this.#cores.filter((core) => core.alive).map((core) => core.processId);
  }
}
