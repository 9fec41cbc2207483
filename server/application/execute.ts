import type { CommandId, ShopId, StreamId } from '#domain/ids.ts';
import { Answers, type Waiting } from './answers.ts';
import { decideBatch, runsOfSameStreams, type DecidedBatch } from './batch.ts';
import { commandDigest } from './command-digest.ts';
import type { CommandHandler, StreamRef } from './command-handler.ts';
import { rejectedWith, type CommandOutcome } from './command-outcome.ts';
import type { HotStream, HotStreams } from './hot-streams.ts';
import { Lanes } from './lanes.ts';
import type { AppendResult, Bus, Conflict, EventLog } from './ports.ts';
import type { Principal } from './principal.ts';
import { Turns } from './turns.ts';

export interface ExecutorOptions<Command> {
  readonly shopId: ShopId;
  readonly log: EventLog;
  readonly bus: Bus;
  readonly streams: HotStreams;
  readonly handlerOf: (command: Command) => CommandHandler<Command>;
}

interface Attempt<Command> {
  /** Those that must be decided again. */
  readonly open: readonly Waiting<Command>[];
  /** Memory is where the log was at a moment after they came, so that they may be refused upon it. */
  readonly isCurrent: boolean;
}

interface Retry<Command> extends Attempt<Command> {
  readonly attempt: number;
}

const none = (): readonly never[] => [];
const settled = { open: [], isCurrent: false };
const again = <Command>(open: readonly Waiting<Command>[]): Attempt<Command> => ({ open, isCurrent: false });
const newly = <Command>(open: readonly Waiting<Command>[]): Retry<Command> => ({
  ...again(open),
  attempt: 0,
});

/** The streams of all items, each once. */
const refsOf = <Command>(items: readonly Waiting<Command>[]): readonly StreamRef[] => [
  ...new Map(items.flatMap(({ streams }) => streams.map((ref) => [ref.streamId, ref]))).values(),
];

/** More commands at once than any show of this size makes; beyond it a quick refusal is kinder than a long wait. */
const maximumWaiting = 8_192;
/** A conflict means that somebody else got on, so ten in a row are a server that others starve. */
const maximumAttempts = 10;
/** Who joins later than this has too few attempts left. */
const lastJoin = 4;

/**
 * Carries commands out: load, decide, append, publish. Commands for one stream are decided one upon the other and
 * appended together; each keeps its own id. A refusal is only answered once the state behind it is known to be current.
 */
export class Executor<Command extends object> {
  readonly #options: ExecutorOptions<Command>;
  readonly #lanes: Lanes<Waiting<Command>>;
  readonly #answers: Answers<Command>;
  readonly #briefings = new Turns();
  #draining = false;

  constructor(options: ExecutorOptions<Command>) {
    this.#options = options;
    this.#answers = new Answers(options);
    this.#lanes = new Lanes(
      ({ append }) => `${append.actorId} ${append.commandId}`,
      (batch, more) => this.#settle(newly(batch), more),
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

  /**
   * After a conflict those that came meanwhile join in, because a turn among servers is short. Then each run of
   * neighbours with the same streams goes on by itself, in order.
   */
  async #settle(before: Retry<Command>, more: () => readonly Waiting<Command>[]): Promise<void> {
    let retry = before;
    try {
      while (retry.attempt < maximumAttempts && retry.open.length > 0) {
        const { open, isCurrent } = await this.#attempt(retry);
        const joining = open.length > 0 && retry.attempt < lastJoin ? more() : [];
        retry = {
          open: [...open, ...joining],
          isCurrent: isCurrent && joining.length === 0,
          attempt: retry.attempt + 1,
        };
        const runs = runsOfSameStreams(retry.open);
        if (runs.length < 2) continue;
        for (const run of runs) await this.#settle({ ...retry, open: run }, none);
        return;
      }
      for (const item of retry.open) item.resolve(rejectedWith('conflict'));
    } catch (error) {
      // Those that were answered already are settled, and settling twice does nothing.
      for (const item of retry.open) item.reject(error);
    }
  }

  /** Decides and appends once; returns those that must be decided again. */
  async #attempt({ open: items, isCurrent }: Retry<Command>): Promise<Attempt<Command>> {
    const { log, shopId, handlerOf } = this.#options;
    const loaded = await this.#load(items);
    const batch = decideBatch(handlerOf, items, loaded, log.nowMs());
    const commands = batch.accepted.map(({ append }) => append);
    if (isCurrent && commands.length === 0) {
      await this.#answers.refused(batch);
      return settled;
    }
    const { decidedAtMs, expected } = batch;
    // Without commands it only says whether the refusals were decided on what the log has now.
    const result = await log.append({ shopId, decidedAtMs, expected, commands });
    return this.#conclude(result, batch, items);
  }

  async #conclude(
    result: AppendResult,
    batch: DecidedBatch<Waiting<Command>>,
    items: readonly Waiting<Command>[],
  ): Promise<Attempt<Command>> {
    switch (result.outcome) {
      case 'appended':
        this.#answers.appended(batch, result.recorded);
        await this.#answers.refused(batch);
        return settled;
      case 'known':
        return again(items.filter((item) => !this.#answers.known(item, result.known)));
      case 'stale':
        return again(items);
      case 'conflict':
        return { open: items, isCurrent: await this.#catchUpWith(items, result) };
      case 'storage-full':
        for (const { item } of batch.accepted) item.resolve(rejectedWith('storage-full'));
        return again(items.filter((item) => batch.refused.some((refused) => refused.item === item)));
    }
  }

  /** Brings memory to where the log was at the conflict; whether that is known of every stream. */
  async #catchUpWith(items: readonly Waiting<Command>[], conflict: Conflict): Promise<boolean> {
    const { streams } = this.#options;
    const moved = new Set([...conflict.missing, ...conflict.seen].map(({ streamId }) => streamId));
    const behind = refsOf(items).filter((ref) => moved.has(ref.streamId));
    const reached = behind.map((ref) => streams.catchUpWith(ref, conflict));
    if (reached.length > 0 && reached.every(Boolean)) return true;
    await Promise.all(refsOf(items).map((ref) => streams.load(ref)));
    return false;
  }

  /** The streams of all items, as memory has them. */
  async #load(items: readonly Waiting<Command>[]): Promise<ReadonlyMap<StreamId, HotStream>> {
    const { streams } = this.#options;
    const entries = refsOf(items).map(
      async (ref) => [ref.streamId, streams.peek(ref) ?? (await streams.load(ref))] as const,
    );
    return new Map(await Promise.all(entries));
  }
}
