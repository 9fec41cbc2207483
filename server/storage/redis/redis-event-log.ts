import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { CommandId, PersonId, ShopId, StreamId } from '#domain/ids.ts';
import type {
  AppendRequest,
  AppendResult,
  EventLog,
  FeedEntry,
  IdSource,
  KnownCommand,
  Position,
  RecordedEvent,
  StoredSnapshot,
} from '#application/ports.ts';
import { assertWellFormed } from '../append-request.ts';
import { AppendCall, type AppendReply } from './append-call.ts';
import { appendScript } from './append-script.ts';
import { askAgain, isFull } from './asking-again.ts';
import { readDurability, type Durability } from './durability.ts';
import { shopKeysOf, shopOf, streamKeysOf } from './log-keys.ts';
import { LogReader } from './log-reader.ts';
import { saveSnapshotScript, trimScript } from './memory-scripts.ts';
import { ReplicaConfirmation } from './replica-confirmation.ts';
import { StoreClock } from './store-clock.ts';

export interface RedisEventLogOptions {
  /** Its commands must fail in bounded time (`commandTimeout`). The caller listens to its errors and closes it. */
  readonly redis: Redis;
  /** The one shop whose commands `findCommand` looks for. */
  readonly shopId: ShopId;
  readonly ids: IdSource;
  /** An append whose answer was lost is asked again for so long. */
  readonly timeoutMs: number;
  /** Beyond this difference of clocks `clock.isTrusted` is false. */
  readonly maximumSkewMs: number;
  /** So many replicas must have an append before it resolves; with fewer it rejects. 0 by default. */
  readonly waitReplicas?: number;
}

export interface RedisEventLog extends EventLog {
  readonly clock: Pick<StoreClock, 'skewMs' | 'uncertaintyMs' | 'isTrusted'>;
  /** What Redis keeps and what it may lose, as it is set up now. */
  describeDurability(): Promise<Durability>;
}

/**
 * Opens the event log of a cluster: one Redis, as durable as it is set up (`describeDurability`). Rejects when Redis
 * does not answer.
 */
export async function openRedisEventLog(options: RedisEventLogOptions): Promise<RedisEventLog> {
  return new LogOverRedis(options, await StoreClock.start(options));
}

/** Appends wait while a script trims, so it takes a few milliseconds at most. */
const trimmedAtOnce = 512;
/** Looked at so often while another has its turn; sending the whole append each time would cost more. */
const lookAtTurnMs = 1;

class LogOverRedis implements RedisEventLog {
  readonly clock: StoreClock;
  readonly #options: RedisEventLogOptions;
  readonly #redis: Redis;
  readonly #reader: LogReader;
  readonly #replicas: ReplicaConfirmation;
  /** Whose turn it is, where several servers write. */
  readonly #writerId = randomUUID();
  #closed = false;

  constructor(options: RedisEventLogOptions, clock: StoreClock) {
    const { redis, waitReplicas = 0, timeoutMs } = options;
    this.#options = options;
    this.#redis = redis;
    this.clock = clock;
    this.#reader = new LogReader(redis);
    // Half of it leaves time for the answer before the connection gives up on the command.
    this.#replicas = new ReplicaConfirmation({ redis, replicas: waitReplicas, timeoutMs: timeoutMs / 2 });
  }

  nowMs(): number {
    return this.clock.nowMs();
  }

  async append(request: AppendRequest): Promise<AppendResult> {
    assertWellFormed(request);
    if (this.#closed) throw new Error('the event log is closed');
    const call = new AppendCall(request, this.#writerId, this.#options.ids);
    try {
      const result = await this.#carryOut(request, call);
      if (result.outcome === 'appended') this.#witness(result.recorded);
      if (result.outcome === 'appended' || result.outcome === 'known') await this.#replicas.confirm();
      return result;
    } catch (error) {
      if (isFull(error)) return { outcome: 'storage-full' };
      throw error;
    }
  }

  findCommand(actorId: PersonId, commandId: CommandId): Promise<KnownCommand | undefined> {
    return this.#reader.findCommand(this.#options.shopId, { actorId, commandId });
  }

  read(streamId: StreamId, afterVersion: number, limit: number): Promise<readonly RecordedEvent[]> {
    return this.#reader.read(streamId, afterVersion, limit);
  }

  async head(streamId: StreamId): Promise<Position> {
    const last = await this.#reader.last(streamId);
    return { version: last?.version ?? 0, eventId: last?.eventId ?? null };
  }

  feedHead(shopId: ShopId): Promise<number> {
    return this.#reader.feedHead(shopId);
  }

  readFeed(shopId: ShopId, afterPosition: number, limit: number): Promise<readonly FeedEntry[]> {
    return this.#reader.readFeed(shopId, afterPosition, limit);
  }

  async loadSnapshot(streamId: StreamId): Promise<StoredSnapshot | undefined> {
    const body = await this.#redis.hget(streamKeysOf(streamId).snapshot, 'body');
    // Only `saveSnapshot` writes that field.
    return body === null ? undefined : (JSON.parse(body) as StoredSnapshot);
  }

  async saveSnapshot(streamId: StreamId, snapshot: StoredSnapshot): Promise<void> {
    const args = [snapshot.position.version, JSON.stringify(snapshot)];
    await saveSnapshotScript(this.#redis, [streamKeysOf(streamId).snapshot], args);
  }

  async trim(streamId: StreamId, throughVersion: number): Promise<void> {
    const { events, snapshot } = streamKeysOf(streamId);
    const { feed, commands, emptyCommands } = shopKeysOf(shopOf(streamId));
    const keys = [events, snapshot, feed, commands, emptyCommands];
    let removed: unknown = trimmedAtOnce;
    while (removed === trimmedAtOnce) {
      removed = await trimScript(this.#redis, keys, [throughVersion, trimmedAtOnce]);
    }
  }

  async loadCursor(shopId: ShopId, follower: string): Promise<number> {
    return Number((await this.#redis.hget(shopKeysOf(shopId).cursors, follower)) ?? 0);
  }

  async saveCursor(shopId: ShopId, follower: string, feedPosition: number): Promise<void> {
    await this.#redis.hset(shopKeysOf(shopId).cursors, follower, feedPosition);
  }

  describeDurability(): Promise<Durability> {
    return readDurability(this.#redis, this.#options.waitReplicas ?? 0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.clock.close();
  }

  /** An answer that was lost is asked for again: what had been carried out is then known by its ids. */
  async #carryOut(request: AppendRequest, call: AppendCall): Promise<AppendResult> {
    for (;;) {
      const reply = await this.#ask(call, call.args);
      if (reply.outcome === 'known') return this.#known(request, call, reply.found);
      if (reply.outcome !== 'wait') return reply;
      const turn = await this.#awaitTurn(call);
      // While it waited another wrote, mostly: then it is told so, and its turn is for deciding anew.
      if (turn.outcome === 'conflict') return turn;
    }
  }

  async #ask(call: AppendCall, args: AppendCall['args']): Promise<AppendReply> {
    const ask = () => appendScript(this.#redis, call.keys, args);
    return call.replyOf(await askAgain(this.#redis, this.#options.timeoutMs, ask));
  }

  async #known(
    { shopId }: AppendRequest,
    call: AppendCall,
    found: Parameters<LogReader['recall']>[1],
  ): Promise<AppendResult> {
    const known = await this.#reader.recall(shopId, found);
    if (!call.isRecordedIn(known)) return { outcome: 'known', known };
    return { outcome: 'appended', recorded: known.map(({ recorded }) => recorded) };
  }

  /** Until nobody has a turn before us on these streams. */
  async #awaitTurn(call: AppendCall): Promise<AppendReply> {
    for (;;) {
      await sleep(lookAtTurnMs);
      const reply = await this.#ask(call, call.lookArgs);
      if (reply.outcome !== 'wait') return reply;
    }
  }

  #witness(recorded: readonly (readonly RecordedEvent[])[]): void {
    for (const { atMs } of recorded.flat()) this.clock.witness(atMs);
  }
}
