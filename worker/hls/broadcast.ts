import type { HlsFigures, WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import type { Stage } from '../stage/stage.ts';
import type { ShowArchive } from './archive/show-archive.ts';
import type { HlsTools } from './hls-tools.ts';
import { LiveOutput } from './live-output.ts';
import type { LiveShow } from './origin/shows.ts';
import type { StoredFile } from './archive/stored-file.ts';

/** How often it is looked whether the output still moves. */
const lookMs = 500;

/**
 * One show over LL-HLS, over all incarnations of its stage. Nothing runs until something is on air for the first time;
 * from then on there is always a picture, be it the slate.
 */
export class Broadcast {
  readonly showId: string;
  readonly #tools: HlsTools;
  readonly #looking: NodeJS.Timeout;
  readonly #closing = new Set<Promise<void>>();
  #archive: ShowArchive | null = null;
  #stage: Stage;
  #plan: WorkerPlan;
  #output: LiveOutput | null = null;
  #afterMsn = 0;
  #told: StageState['fallback'] = 'none';
  #isClosed = false;

  constructor(stage: Stage, tools: HlsTools) {
    this.showId = stage.showId;
    this.#tools = tools;
    this.#stage = stage;
    this.#plan = stage.programme.plan;
    this.#looking = setInterval(() => {
      this.#tell();
    }, lookMs);
    void this.#openArchive();
    this.follow(stage);
  }

  /** The output as it is now; undefined before its first part. */
  get live(): LiveShow | undefined {
    const { isPublic, tokenKey } = this.#plan.hls;
    return this.#output === null ? undefined : { publication: this.#output.publication, isPublic, tokenKey };
  }

  get isPublic(): boolean {
    return this.#plan.hls.isPublic;
  }

  /** Another incarnation of the stage took the place of the one before. */
  follow(stage: Stage): void {
    this.#stage = stage;
    this.#told = 'none';
    stage.onChange(() => {
      if (stage !== this.#stage) return;
      this.#output?.changed();
      this.#beginWhenOnAir();
    });
    this.#output?.changed();
    this.#tell();
  }

  /**
   * With every plan, before the stage follows it. What was for a few is neither in the window nor among the pictures
   * nor in the replay once everybody may look: the public gets a publication of its own.
   */
  plan(plan: WorkerPlan): void {
    const isOther = plan.hls.isPublic !== this.#plan.hls.isPublic;
    this.#plan = plan;
    this.#output?.setRules({ isPublic: plan.hls.isPublic, isHeld: plan.isHeld });
    if (isOther) this.#endOutput();
    this.#archive?.setKeeping(keepsReplay(plan));
    this.#beginWhenOnAir();
  }

  read(file: string): StoredFile | null {
    return this.#output?.read(file) ?? null;
  }

  figures(): HlsFigures | null {
    return this.#output?.figures() ?? null;
  }

  /** Nothing is published any more when it returns; resolves when no process is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#looking);
    this.#endOutput();
    await Promise.all(this.#closing);
  }

  async #openArchive(): Promise<void> {
    try {
      this.#archive = await this.#tools.archive.begin(this.showId);
      this.#archive.setKeeping(keepsReplay(this.#plan));
      this.#beginWhenOnAir();
    } catch (error) {
      this.#tools.logger.error({ err: error, showId: this.showId }, 'a show has no place on disk');
    }
  }

  #beginWhenOnAir(): void {
    const archive = this.#archive;
    if (this.#isClosed || this.#output !== null || archive === null) return;
    if (this.#stage.closed || !this.#stage.programme.isOnAir) return;
    const { isHeld, hls } = this.#plan;
    this.#output = new LiveOutput({
      showId: this.showId,
      tools: this.#tools,
      archive,
      rules: { isPublic: hls.isPublic, isHeld },
      afterMsn: this.#afterMsn,
      want: () => this.#stage.programme.wish(),
      pickEdge: () => this.#stage.pickEdge(),
    });
    // Who waits for it need not wait for the next look.
    this.#output.publication.ready.then(
      () => {
        this.#tell();
      },
      () => undefined,
    );
  }

  #endOutput(): void {
    const output = this.#output;
    if (output === null) return;
    this.#output = null;
    this.#afterMsn = output.nextMsn;
    const closing = output.close();
    output.release();
    this.#closing.add(closing);
    void closing.finally(() => this.#closing.delete(closing));
  }

  #tell(): void {
    const fallback = this.#output?.fallback() ?? 'none';
    if (fallback === this.#told || this.#stage.closed) return;
    this.#told = fallback;
    this.#stage.setFallback(fallback);
  }
}

/** A rehearsal is nobody's replay. */
const keepsReplay = ({ hls }: WorkerPlan): boolean => hls.keepsReplay && hls.isPublic;
