import type { CommandId, ShopId, StreamId } from '#domain/ids.ts';
import { decideBatch, runsOfSameStreams, type DecidedBatch, type Intent } from './batch.ts';
import { commandDigest } from './command-digest.ts';
import type { CommandHandler } from './command-handler.ts';
import { acceptedAs, answerAsBefore, rejectedWith, type CommandOutcome } from './command-outcome.ts';
import type { HotStream, HotStreams } from './hot-streams.ts';
import { Lanes } from './lanes.ts';
import type { AppendResult, Bus, EventLog, KnownCommand, RecordedEvent } from './ports.ts';
import type { Principal } from './principal.ts';
import { feedTopic } from './streams.ts';
import { Turns } from './turns.ts';

export interface ExecutorOptions<Command> {
  readonly shopId: ShopId;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly streams: HotStreams;
  readonly handlerOf: (command: Command) => CommandHandler<Command>;
}

interface Waiting<Command> extends Intent<Command> {
  resolve(outcome: CommandOutcome): void;
  reject(error: unknown): void;
}

/** More commands at once than any show of this size makes; beyond it a quick refusal is kinder than a long wait. */
const maximumWaiting = 8_192;
/** A conflict means that somebody else got on, so ten in a row are a server that others starve. */
const maximumAttempts = 10;

/**
 * Carries commands out: load, decide, append, publish. Commands for one stream are decided one upon the other and
 * appended together; each keeps its own id. A refusal is only answered once the state behind it is known to be current.
 */
export class Executor<Command extends object> {
  readonly #options: ExecutorOptions<Command>;
  readonly #lanes: Lanes<Waiting<Command>>;
  readonly #briefings = new Turns();
  #draining = false;

  constructor(options: ExecutorOptions<Command>) {
    this.#options = options;
    this.#lanes = new Lanes(
      ({ append }) => `${append.actorId} ${append.commandId}`,
      (batch) => this.#settle(batch),
    );
  }

  /** Durable when it resolves to `accepted`. Rejects for faults of storage and bugs only. */
  execute(command: Command, commandId: CommandId, principal: Principal): Promise<CommandOutcome> {
    if (this.#draining) return Promise.resolve(rejectedWith('server-draining'));
    if (this.#lanes.waitingCount + this.#briefings.waitingCount >= maximumWaiting) {
      return Promise.resolve(rejectedWith('server-overloaded', { retryAfterMs: 200 }));
    }
    const handler = this.#options.handlerOf(command);
    const streams = handler.streamsOf(command, principal);
    const [first] = streams;
    if (!first) throw new Error('a command touches at least one stream');
    const digest = commandDigest(command);
    const append = { actorId: principal.personId, commandId, digest };
    const lane = handler.queuesBy?.(command, principal) ?? first.streamId;
    return new Promise((resolve, reject) => {
      const add = (briefing: unknown): void =>
        this.#lanes.add(lane, { command, append, principal, streams, briefing, resolve, reject });
      if (!handler.brief) return add(undefined);
      const turn = `${lane} ${principal.personId}`;
      this.#briefings.add(turn, handler.brief(command, principal), add, reject);
    });
  }

  /** Refuses new commands and waits for those under way. */
  async drain(): Promise<void> {
    this.#draining = true;
    await this.#briefings.idle();
    await this.#lanes.idle();
  }

  /** After a conflict each run of neighbours with the same streams goes on by itself, in order. */
  async #settle(batch: readonly Waiting<Command>[], attemptsBefore = 0): Promise<void> {
    let open = batch;
    try {
      for (let attempt = attemptsBefore; attempt < maximumAttempts && open.length > 0; attempt++) {
        open = await this.#attempt(open);
        const runs = runsOfSameStreams(open);
        if (runs.length < 2) continue;
        for (const run of runs) await this.#settle(run, attempt + 1);
        return;
      }
      for (const item of open) item.resolve(rejectedWith('conflict'));
    } catch (error) {
      // Those that were answered already are settled, and settling twice does nothing.
      for (const item of open) item.reject(error);
    }
  }

  /** Decides and appends once; returns those that must be decided again. */
  async #attempt(items: readonly Waiting<Command>[]): Promise<readonly Waiting<Command>[]> {
    const { log, shopId, handlerOf } = this.#options;
    const loaded = await this.#load(items, 'from-memory');
    const batch = decideBatch(handlerOf, items, loaded, log.nowMs());
    if (batch.accepted.length === 0) return this.#confirm(batch, items);
    const commands = batch.accepted.map(({ append }) => append);
    const { decidedAtMs, expected } = batch;
    const result = await log.append({ shopId, decidedAtMs, expected, commands });
    return this.#conclude(result, batch, items);
  }

  async #conclude(
    result: AppendResult,
    batch: DecidedBatch<Waiting<Command>>,
    items: readonly Waiting<Command>[],
  ): Promise<readonly Waiting<Command>[]> {
    switch (result.outcome) {
      case 'appended':
        this.#spread(batch, result.recorded);
        await this.#answerRefused(batch);
        return [];
      case 'known':
        return items.filter((item) => !this.#settleKnown(item, result.known));
      case 'stale':
        return items;
      case 'conflict':
        await this.#load(items, 'from-log');
        return items;
      case 'storage-full':
        for (const { item } of batch.accepted) item.resolve(rejectedWith('storage-full'));
        return batch.refused.map(({ item }) => item);
    }
  }

  /** The streams of all items, as memory has them or as the log has them now. */
  async #load(
    items: readonly Waiting<Command>[],
    how: 'from-memory' | 'from-log',
  ): Promise<ReadonlyMap<StreamId, HotStream>> {
    const { streams } = this.#options;
    const refs = new Map(items.flatMap((item) => item.streams.map((ref) => [ref.streamId, ref])));
    const load = async (ref: Waiting<Command>['streams'][number]) =>
      (how === 'from-memory' ? streams.peek(ref) : undefined) ?? (await streams.load(ref));
    const entries = [...refs].map(async ([streamId, ref]) => [streamId, await load(ref)] as const);
    return new Map(await Promise.all(entries));
  }

  /** Nothing was appended, so nobody checked the versions: refuse only on a state that is still the newest. */
  async #confirm(
    batch: DecidedBatch<Waiting<Command>>,
    items: readonly Waiting<Command>[],
  ): Promise<readonly Waiting<Command>[]> {
    const now = await this.#load(items, 'from-log');
    const moved = batch.expected.some(
      ({ streamId, version }) => now.get(streamId)?.position.version !== version,
    );
    if (moved) return items;
    await this.#answerRefused(batch);
    return [];
  }

  /** What is refused now may have been accepted before, and then its first answer stands. */
  async #answerRefused({ refused }: DecidedBatch<Waiting<Command>>): Promise<void> {
    await Promise.all(
      refused.map(async ({ item, rejection }) => {
        const known = await this.#options.log.findCommand(item.append.actorId, item.append.commandId);
        if (!known || !this.#settleKnown(item, [known])) item.resolve({ outcome: 'rejected', rejection });
      }),
    );
  }

  /** Takes in what was recorded, answers, and wakes others up. */
  #spread(
    { accepted }: DecidedBatch<Waiting<Command>>,
    recorded: readonly (readonly RecordedEvent[])[],
  ): void {
    const { streams, bus, shopId } = this.#options;
    const byStream = Map.groupBy(recorded.flat(), ({ streamId }) => streamId);
    const refs = accepted.flatMap(({ item }) => item.streams);
    for (const [streamId, events] of byStream) {
      const ref = refs.find((candidate) => candidate.streamId === streamId);
      if (ref) streams.absorb(ref, events);
      bus.publish(streamId, { recorded: events });
    }
    bus.publish(feedTopic(shopId), { recorded: [] });
    accepted.forEach(({ item }, index) => item.resolve(acceptedAs(item.streams, recorded[index] ?? [])));
  }

  /**
   * Answers a command that was accepted before as the first time; whether it was. Its followers are woken up, because
   * whoever recorded it may have lost the log's answer and told nobody.
   */
  #settleKnown(item: Waiting<Command>, known: readonly KnownCommand[]): boolean {
    const { bus, shopId } = this.#options;
    const { actorId, commandId, digest } = item.append;
    const before = known.find((one) => one.actorId === actorId && one.commandId === commandId);
    if (!before) return false;
    item.resolve(answerAsBefore(item.streams, before, digest));
    const topics = new Set<string>(before.recorded.map(({ streamId }) => streamId));
    for (const topic of topics.add(feedTopic(shopId))) bus.publish(topic, { recorded: [] });
    return true;
  }
}
