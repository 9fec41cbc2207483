import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import type { HlsFigures, WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { Stage } from '../stage/stage.ts';
import { Archive } from './archive/archive.ts';
import { Broadcast } from './broadcast.ts';
import type { HlsTools } from './hls-tools.ts';
import { Origin } from './origin/origin.ts';
import type { KeptFile } from './origin/shows.ts';
import { Darkroom } from './poster/darkroom.ts';
import { parseLadder } from '#config/hls-ladder.ts';
import { RtpPorts } from './source/rtp-ports.ts';

/** The LL-HLS side of a worker: the broadcasts of its shows, what is kept of former ones, and the origin for both. */
export class HlsOutput {
  readonly #tools: HlsTools;
  readonly #broadcasts = new Map<string, Broadcast>();
  readonly #leaving = new Set<Promise<void>>();
  #origin: Origin | null = null;

  private constructor(tools: HlsTools) {
    this.#tools = tools;
  }

  /** Rejects when the port is taken. */
  static async open(config: Config, logger: Logger): Promise<HlsOutput> {
    const ladder = parseLadder(config.hlsLadder);
    const { dataDir, hlsDiskBytes: diskBytes, ffmpegBin } = config;
    const archive = await Archive.open({ dataDir, diskBytes, logger });
    const darkroom = new Darkroom(ffmpegBin);
    const output = new HlsOutput({ config, logger, ladder, darkroom, archive, ports: new RtpPorts() });
    const shows = {
      live: (showId: string) => output.#broadcasts.get(showId)?.live,
      kept: (showId: string, file: string) => output.#kept(showId, file),
    };
    try {
      output.#origin = await Origin.open({ config, shows, logger });
    } catch (error) {
      await archive.close();
      throw error;
    }
    return output;
  }

  get port(): number | null {
    return this.#origin?.port ?? null;
  }

  /** A stage, or another incarnation of one: its broadcast begins or goes on. */
  follow(stage: Stage): void {
    const broadcast = this.#broadcasts.get(stage.showId);
    if (broadcast !== undefined) broadcast.follow(stage);
    else this.#broadcasts.set(stage.showId, new Broadcast(stage, this.#tools));
  }

  /** See `Broadcast.plan`: before the stage follows it. */
  plan(showId: string, plan: WorkerPlan): void {
    this.#broadcasts.get(showId)?.plan(plan);
  }

  /** The show is over: what is to be kept of it is a replay from now on. */
  end(showId: string): void {
    const broadcast = this.#broadcasts.get(showId);
    if (broadcast === undefined) return;
    this.#broadcasts.delete(showId);
    const ending = broadcast.close().then(() => this.#tools.archive.end(showId));
    const leaving = ending
      .catch((error: unknown) => {
        this.#tools.logger.error({ err: error, showId }, 'a broadcast did not end well');
      })
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Throws for what is no certificate with its key. */
  certify(certificate: string, privateKey: string): void {
    this.#origin?.certify(certificate, privateKey);
  }

  /** In seconds; null where nothing is kept. A show that has just ended is waited for. */
  async findReplay(showId: string): Promise<number | null> {
    await Promise.all(this.#leaving);
    return this.#tools.archive.findReplay(showId);
  }

  deleteReplay(showId: string): Promise<void> {
    return this.#tools.archive.deleteReplay(showId);
  }

  figures(): readonly HlsFigures[] {
    return [...this.#broadcasts.values()].flatMap((broadcast) => broadcast.figures() ?? []);
  }

  /** Shows that are live go on in the next process. Resolves when nothing of ffmpeg is left. */
  async close(): Promise<void> {
    const broadcasts = [...this.#broadcasts.values()];
    this.#broadcasts.clear();
    this.#origin?.close();
    this.#tools.darkroom.close();
    await Promise.all([...broadcasts.map((broadcast) => broadcast.close()), ...this.#leaving]);
    await this.#tools.archive.close();
  }

  async #kept(showId: string, file: string): Promise<KeptFile | null> {
    const broadcast = this.#broadcasts.get(showId);
    if (broadcast === undefined) return this.#tools.archive.read(showId, file);
    // Nobody's token was looked at before there is an output.
    if (broadcast.live === undefined && !broadcast.isPublic) return null;
    return broadcast.read(file) ?? this.#tools.archive.read(showId, file);
  }
}
