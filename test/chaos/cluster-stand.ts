import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Test } from 'tap';
import { mainShopId, roomStreamId } from '#application/streams.ts';
import type { EventLog, RecordedEvent } from '#application/ports.ts';
import type { MessageId, ShowId } from '#domain/ids.ts';
import type { RoomEvent } from '#domain/room/room.ts';
import type { ChannelReader } from '#test/support/channel-reader.ts';
import { goLive } from '#test/support/headless-stage.ts';
import type { RedisServer } from '#test/support/redis-server.ts';
import { ServerProcess } from '#test/support/server-process.ts';
import { openLogOf } from './cluster-log.ts';
import { Roamer } from './roamer.ts';

/** Where the servers of a test meet. */
export interface SharedRedis {
  readonly url: string;
  connect(): Redis;
}

/** Two servers of one shop on one machine, over a real redis-server that syncs each write to its disk. */
export interface ClusterStand<Shared extends SharedRedis = RedisServer> {
  readonly redis: Shared;
  readonly servers: readonly [ServerProcess, ServerProcess];
  readonly showId: ShowId;
  /** Somebody of the crew, at the server whose turn it is. */
  crew(turn: number): Promise<Roamer>;
  viewer(turn: number): Promise<Roamer>;
  /** Everything that the room of the show ever recorded, straight from the log. */
  recorded(): Promise<readonly RecordedEvent<RoomEvent>[]>;
}

/** `settings` are environment of the servers beside REDIS_URL. */
export async function startCluster<Shared extends SharedRedis>(
  t: Test,
  redis: Shared,
  settings: Readonly<Record<string, string>> = {},
): Promise<ClusterStand<Shared>> {
  const environment = { REDIS_URL: redis.url, ...settings };
  const first = await ServerProcess.start({ environment });
  t.teardown(() => first.close());
  const second = await ServerProcess.start({ environment, dataDir: first.dataDir });
  t.teardown(() => second.close());
  const origins = [first.origin, second.origin];
  const join = async (turn: number, link?: string): Promise<Roamer> => {
    const roamer = await Roamer.join(origins, turn, link);
    t.teardown(() => roamer.close());
    return roamer;
  };
  const host = await join(0, first.adminLink);
  const showId = await goLive(host.client);
  return {
    redis,
    servers: [first, second],
    showId,
    crew: (turn) => join(turn, first.adminLink),
    viewer: (turn) => join(turn),
    recorded: () => readRoom(redis, showId),
  };
}

async function readRoom(redis: SharedRedis, showId: ShowId): Promise<readonly RecordedEvent<RoomEvent>[]> {
  const log: EventLog = await openLogOf(redis);
  try {
    const streamId = roomStreamId(mainShopId, showId);
    // A room's stream holds events of rooms only.
    return (await log.read(streamId, 0, 100_000)) as readonly RecordedEvent<RoomEvent>[];
  } finally {
    await log.close();
  }
}

export type RoomReader = ChannelReader<`room-${string}`>;

/** Readers of the room at both servers, by turns. */
export async function readersOf(
  stand: ClusterStand<SharedRedis>,
  count: number,
): Promise<readonly RoomReader[]> {
  const turns = Array.from({ length: count }, (_, turn) => turn);
  return Promise.all(
    turns.map(async (turn) => (await stand.viewer(turn)).client.read(`room-${stand.showId}` as const)),
  );
}

/** What a reader was told of messages, in the order it was told. */
export const toldTo = ({ all }: RoomReader): readonly string[] =>
  all.flatMap((event) => (event.type === 'room.message' ? [event.message.messageId] : []));

/** Nothing missing, nothing twice, nothing out of order, and no snapshot but the first. */
export function checkReaders(
  t: Test,
  readers: readonly RoomReader[],
  recorded: readonly RecordedEvent<RoomEvent>[],
): void {
  const sent = recorded.flatMap(({ event }) => (event.type === 'message-sent' ? [event.messageId] : []));
  for (const [index, reader] of readers.entries()) {
    t.same(toldTo(reader), sent, `reader ${index} was told everything once, in order`);
    t.same(reader.faults, [], `reader ${index} saw no gap`);
    t.equal(reader.snapshots, 1, `reader ${index} resumed ${reader.recoveries} times`);
  }
}

/** Every acknowledged message stands in the log exactly once. */
export function checkAcknowledged(
  t: Test,
  acknowledged: readonly MessageId[],
  recorded: readonly RecordedEvent<RoomEvent>[],
): void {
  const counts = new Map<string, number>();
  for (const { event } of recorded) {
    if (event.type === 'message-sent') counts.set(event.messageId, (counts.get(event.messageId) ?? 0) + 1);
  }
  t.same(
    acknowledged.filter((messageId) => counts.get(messageId) !== 1),
    [],
    `${acknowledged.length} acknowledged messages are in the log once`,
  );
  t.same(
    [...counts].filter(([, count]) => count > 1),
    [],
    'none is in it twice',
  );
}

/** A client is back within a second; a busy machine and a failover get some more. */
const recoverMs = 30_000;

/** Resolves once this holds; throws where it takes too long, so that a test fails instead of standing still. */
export async function soon(what: string, holds: () => boolean): Promise<number> {
  const startedAtMs = performance.now();
  while (!holds()) {
    if (performance.now() - startedAtMs > recoverMs) throw new Error(`${what} did not happen`);
    await delay(5);
  }
  return performance.now() - startedAtMs;
}

/** Crew members who write without a pause until told to stop. Resolves to what was acknowledged. */
export async function writing(
  stand: ClusterStand<SharedRedis>,
  writers: number,
): Promise<{ readonly acknowledged: MessageId[]; stop(): Promise<readonly Roamer[]> }> {
  const turns = Array.from({ length: writers }, (_, turn) => turn);
  const roamers = await Promise.all(turns.map((turn) => stand.crew(turn)));
  const acknowledged: MessageId[] = [];
  let isWriting = true;
  const work = roamers.map(async (roamer, writer) => {
    for (let count = 0; isWriting; count += 1) {
      acknowledged.push(await roamer.send(stand.showId, `message ${count} of writer ${writer}`));
    }
  });
  return {
    acknowledged,
    async stop() {
      isWriting = false;
      await Promise.all(work);
      return roamers;
    },
  };
}
