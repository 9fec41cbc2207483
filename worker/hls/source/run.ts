import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edge } from '../../stage/edge.ts';
import type { Frame, FrameSink } from '../frames.ts';
import { soundRenditions } from '../renditions.ts';
import { commandOf } from './ffmpeg-command.ts';
import { FfmpegProcess } from './ffmpeg-process.ts';
import { HandOver } from './hand-over.ts';
import type { Recipe } from './recipe.ts';
import { judge, type RunFault } from './run-health.ts';
import { RunOutput } from './run-output.ts';
import type { RtpPorts } from './rtp-ports.ts';
import { Tap } from './tap.ts';

export interface RunParts {
  readonly runId: number;
  readonly recipe: Recipe;
  readonly ffmpegBin: string;
  readonly ports: RtpPorts;
  readonly sink: FrameSink;
  readonly pickEdge: () => Promise<Edge>;
  /** Every rendition that it promises has begun. */
  readonly onReady: () => void;
  /** Once, and not after `close`. */
  readonly onEnded: (reason: string) => void;
}

/** A key frame that came before ffmpeg was ready, or got lost, is asked for again. */
const askAgainMs = 600;

/** One run of ffmpeg with everything that belongs to it, from its tap to its frames. */
export class Run {
  readonly recipe: Recipe;
  readonly startedAtMs = performance.now();
  readonly #parts: RunParts;
  readonly #handOver: HandOver<RunOutput>;
  #outputs: readonly RunOutput[] = [];
  #tap: Tap | null = null;
  #process: FfmpegProcess | null = null;
  #asking: NodeJS.Timeout | undefined;
  #directory: string | null = null;
  #isClosed = false;
  readonly #started: Promise<void>;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.recipe = parts.recipe;
    this.#handOver = new HandOver(parts.runId, parts.sink);
    this.#started = this.#start().catch((error: unknown) => {
      this.#end(error instanceof Error ? error.message : String(error));
    });
  }

  get outputs(): readonly RunOutput[] {
    return this.#outputs;
  }

  get processId(): number | null {
    return this.#process?.processId ?? null;
  }

  get isReady(): boolean {
    return this.#outputs.length > 0 && this.#outputs.every(({ firstFrame }) => firstFrame !== null);
  }

  /** Something of it comes from the stage. */
  get isLive(): boolean {
    return this.recipe.picture !== null || this.recipe.sound !== null;
  }

  /** From here on its frames go to the sink, those that waited first. */
  splice(): void {
    this.#handOver.begin(this.#outputs);
  }

  /** Nothing of it is handed on any more; it runs on until a successor is there. */
  silence(): void {
    this.#handOver.close();
  }

  /** Tells the sink what it lacks right now. Answers what is wrong with it, null while it does its work. */
  look(): RunFault | null {
    if (this.#isClosed || !this.#handOver.isReady) return null;
    const health = judge(
      this.#outputs,
      this.recipe.isScreen,
      (output) => this.#isOwnLayer(output),
      performance.now(),
    );
    for (const output of health.missing) {
      output.shut();
      this.#handOver.missing(output);
    }
    return health.fault;
  }

  /** Nothing of it is handed on any more; resolves when no process, port or file of it is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#asking);
    this.#handOver.close();
    // First what sends, then who listens: nothing may arrive where nobody is.
    this.#tap?.close();
    await this.#started;
    await this.#process?.stop();
    for (const output of this.#outputs) output.close();
    if (this.#directory !== null) await rm(this.#directory, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const { recipe, ports, pickEdge } = this.#parts;
    this.#directory = await mkdtemp(join(tmpdir(), 'popstage-hls-'));
    this.#outputs = await this.#openOutputs(this.#directory);
    if (recipe.picture !== null || recipe.sound !== null) {
      const { picture, sound, layout } = recipe;
      this.#tap = await Tap.open({
        edge: await pickEdge(),
        ports,
        picture: picture === null ? null : { track: picture, layers: layout.inputs },
        sound,
        onEnded: () => this.#end('a track ended'),
      });
    }
    await this.#startFfmpeg(this.#directory);
    await this.#tap?.begin();
    this.#askForKeyFrame();
  }

  async #openOutputs(directory: string): Promise<readonly RunOutput[]> {
    const wanted = [
      ...this.recipe.layout.outputs.map(({ renditions }) => ({ kind: 'video', renditions }) as const),
      ...soundRenditions.map((rendition) => ({ kind: 'audio', renditions: [rendition] }) as const),
    ];
    const open = wanted.map(({ kind, renditions }, index) =>
      RunOutput.open({
        path: socketPath(directory, index),
        kind,
        renditions,
        onFrame: (output, frame, arrivedAtMs) => this.#framed(output, frame, arrivedAtMs),
        onOther: (output) => this.#handOver.missing(output),
        onBroken: (reason) => this.#end(reason),
      }),
    );
    return Promise.all(open);
  }

  async #startFfmpeg(directory: string): Promise<void> {
    const sdpPath = this.#tap === null ? null : join(directory, 'stage.sdp');
    if (this.#tap !== null && sdpPath !== null) await writeFile(sdpPath, this.#tap.sdp);
    if (this.#isClosed) {
      this.#tap?.close();
      return;
    }
    const command = commandOf({
      ffmpegBin: this.#parts.ffmpegBin,
      layout: this.recipe.layout,
      sdpPath,
      hasSound: this.recipe.sound !== null,
      sockets: this.#outputs.map((_, index) => socketPath(directory, index)),
    });
    this.#process = new FfmpegProcess(command, (reason) => this.#end(reason));
  }

  #askForKeyFrame(): void {
    if (this.#isClosed || this.isReady) return;
    this.#tap?.wantKeyFrame();
    this.#asking = setTimeout(() => {
      this.#askForKeyFrame();
    }, askAgainMs);
  }

  #framed(output: RunOutput, frame: Frame, arrivedAtMs: number): void {
    if (this.#isClosed) return;
    const wasReady = this.#handOver.isReady;
    this.#handOver.take(output, frame, arrivedAtMs);
    if (wasReady || !this.isReady) return;
    this.#handOver.isReady = true;
    this.#parts.onReady();
  }

  /** False while a lower layer stands in for the one that a copied output takes. */
  #isOwnLayer(output: RunOutput): boolean {
    const made = this.recipe.layout.outputs[this.#outputs.indexOf(output)];
    return made === undefined || (this.#tap?.isOnWantedLayer(made.input) ?? true);
  }

  #end(reason: string): void {
    if (this.#isClosed) return;
    this.#tap?.close();
    this.#parts.onEnded(reason);
  }
}

const socketPath = (directory: string, index: number): string => join(directory, `${index}.sock`);
