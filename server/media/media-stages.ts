import type { Logger } from 'pino';
import { Refusal } from '#protocol/errors.ts';
import type { StageParams, StageResults, StageState } from '#protocol/methods/stage.ts';
import type { RtpCapabilities } from '#protocol/rtp.ts';
import type { Feed } from '#protocol/worker-rpc/calls.ts';
import { SignalHub } from './signal-hub.ts';
import type { PeerMethod, PeerOwner, StageControl, StagePlan, StageSignal } from './stage-control.ts';
import { StageRecord } from './stage-record.ts';
import type { StagePlacer } from './stage-placer.ts';
import type { AnyWorkerEvent } from './worker-connection.ts';
import type { Greeting, WorkerLink } from './worker-link.ts';
import type { WorkerLinks } from './worker-links.ts';

/** A link that is back sooner was cut by nobody's fault and nobody needs to hear of it. */
const blinkMs = 1500;
const capabilitiesMs = 5000;
/** After a dead worker all of its viewers come back at once. */
const spreadMs = 1000;

/** The facade of media: keeps what is wanted of every stage, and makes the workers do it. */
export class MediaStages implements StageControl {
  /** All workers, as they are now. */
  readonly workers: WorkerLinks;
  readonly #placer: StagePlacer;
  readonly #logger: Logger;
  readonly #onShutdown: () => Promise<void>;
  readonly #records = new Map<string, StageRecord>();
  readonly #signals = new SignalHub();
  readonly #blinks = new Map<WorkerLink, NodeJS.Timeout>();
  #rtpCapabilities: RtpCapabilities | null = null;
  #shutdown: Promise<void> | null = null;

  constructor(workers: WorkerLinks, placer: StagePlacer, logger: Logger, onShutdown: () => Promise<void>) {
    this.workers = workers;
    this.#placer = placer;
    this.#logger = logger;
    this.#onShutdown = onShutdown;
  }

  async rtpCapabilities(): Promise<RtpCapabilities> {
    if (this.#rtpCapabilities === null) await this.workers.someReady(capabilitiesMs);
    if (this.#rtpCapabilities === null) throw new Refusal('stage-unavailable');
    return this.#rtpCapabilities;
  }

  state(showId: string): StageState {
    return (this.#records.get(showId) ?? new StageRecord(showId)).state;
  }

  /** The worker that the show's stage lives on, as far as anyone told. */
  homeOf(showId: string): WorkerLink | null {
    const record = this.#records.get(showId);
    return record === undefined ? null : this.#placer.homeOf(record);
  }

  async apply({ showId, sources, ...onAir }: StagePlan): Promise<void> {
    const record = this.#record(showId);
    record.wish({ ...onAir, sources: [...sources] });
    try {
      await this.#placer.open(record);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'stage-unavailable') throw error;
      // The plan is kept and takes effect as soon as a worker is there.
      this.#logger.warn({ showId }, 'no media worker takes the stage now');
    }
  }

  async close(showId: string): Promise<void> {
    const record = this.#records.get(showId);
    if (record === undefined) return;
    this.#records.delete(showId);
    const { link, state } = record;
    if (link?.isUp !== true) return;
    await link.call('stage.close', { showId, incarnation: state.incarnation });
  }

  async call<M extends PeerMethod>(
    method: M,
    params: StageParams<M>,
    { personId, audience }: PeerOwner,
  ): Promise<StageResults[M]> {
    const record = this.#record(params.showId);
    const ask = async (): Promise<StageResults[M]> => {
      const link = this.#placer.homeOf(record) ?? (await (record.opening ?? this.#placer.open(record)));
      const call = { showId: params.showId, personId, audience, method, params };
      // The worker runs the method of this name; its result has that method's type on both sides.
      return (await link.call('peer.call', call)) as StageResults[M];
    };
    try {
      return await ask();
    } catch (error) {
      const isHomeless = error instanceof Refusal && error.code === 'stage-unavailable';
      // What asks for nothing that was lost with the stage may try once more on the next incarnation.
      if (!isHomeless || (method !== 'stage.watch' && method !== 'stage.join')) throw error;
      record.link = null;
      return ask();
    }
  }

  detach(showId: string, peerId: string): void {
    const link = this.#records.get(showId)?.link;
    // A worker that cannot be told closes the peer by itself: its server is gone for it, too.
    link?.call('peer.detach', { showId, peerId }).catch(() => undefined);
  }

  async feed(showId: string, sourceId: string, feed: Feed): Promise<void> {
    const record = this.#record(showId);
    record.feeds.set(sourceId, feed);
    await this.#placer.open(record);
  }

  onSignal(listener: (signal: StageSignal) => void): () => void {
    return this.#signals.on(listener);
  }

  health(): ReturnType<StageControl['health']> {
    return this.workers.health();
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#end();
    return this.#shutdown;
  }

  /** A worker is linked, now or again: what it still has is adopted, what it lost is opened in a new incarnation. */
  linkUp(link: WorkerLink, greeting: Greeting): void {
    clearTimeout(this.#blinks.get(link));
    this.#rtpCapabilities = greeting.rtpCapabilities;
    this.workers.certificates.greeted(link, greeting);
    this.#placer.greeted(link, greeting.stages);
    for (const { showId, state } of greeting.stages) this.#heardState(link, showId, state);
    for (const record of this.#records.values()) {
      const isHere = record.link === link || record.link === null;
      if (isHere && (record.plan !== null || record.feeds.size > 0)) this.#reopen(record);
    }
  }

  linkDown(link: WorkerLink): void {
    this.#placer.greeted(link, []);
    const late = setTimeout(() => {
      for (const record of this.#records.values()) {
        if (record.link === link) this.#signals.state(record.showId, record.darken());
      }
    }, blinkMs);
    late.unref();
    this.#blinks.set(link, late);
  }

  heard(link: WorkerLink, event: AnyWorkerEvent): void {
    if (event.name === 'stage.state') {
      this.#heardState(link, event.data.showId, event.data.state);
    } else if (event.name === 'signal') {
      const { showId, peerId, name, data } = event.data;
      // Name and data come from one row of the signal table on the worker's side.
      this.#signals.emit({ showId, name, data, ...(peerId === undefined ? {} : { peerId }) } as StageSignal);
    } else if (event.name === 'stage.closed') {
      this.#placer.ended(link, event.data.showId);
      const record = this.#records.get(event.data.showId);
      if (record?.link === link) record.link = null;
    }
  }

  #heardState(link: WorkerLink, showId: string, state: StageState): void {
    const record = this.#record(showId);
    record.link = link;
    record.state = state;
    this.#placer.lives(link, showId, state.incarnation);
    this.#signals.state(showId, state);
  }

  #reopen(record: StageRecord): void {
    const before = record.state.incarnation;
    this.#placer.open(record).then(
      () => {
        const { incarnation } = record.state;
        if (before === 0 || incarnation === before) return;
        const data = { showId: record.showId, incarnation, spreadMs };
        this.#signals.emit({ showId: record.showId, name: 'stage.reset', data });
      },
      (error: unknown) => {
        this.#logger.warn({ err: error, showId: record.showId }, 'a stage cannot be placed');
      },
    );
  }

  #record(showId: string): StageRecord {
    const record = this.#records.get(showId) ?? new StageRecord(showId);
    this.#records.set(showId, record);
    return record;
  }

  async #end(): Promise<void> {
    for (const blink of this.#blinks.values()) clearTimeout(blink);
    await this.#onShutdown();
    this.workers.close();
    this.#signals.close();
  }
}
