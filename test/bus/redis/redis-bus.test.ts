import { once } from 'node:events';
import t, { type Test } from 'tap';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import type { BusMessage } from '#application/ports.ts';
import { randomIds } from '#application/id-source.ts';
import { StreamFollower } from '#application/stream-follower.ts';
import { RedisBus } from '#bus/redis/redis-bus.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { busContract } from '#test/contract/bus-contract.ts';
import { appendTexts, streamOf, textsOf } from '#test/contract/append-examples.ts';
import { RedisServer } from '#test/support/redis-server.ts';
import { openRedis } from '../../../server/foundation/redis-connection.ts';

const silent = pino({ level: 'silent' });
const prefix = '{main}:bus:';
let lastBus = 0;

interface Stand {
  readonly bus: RedisBus;
  readonly publisher: Redis;
  readonly subscriber: Redis;
  readonly errors: unknown[];
  readonly faults: unknown[];
}

/** The bus of one server process, over connections as the server opens them. */
async function openBus(t: Test, server: RedisServer, maximumSending?: number): Promise<Stand> {
  const settings = { redisUrl: server.url, redisTimeoutMs: 1000, redisStartMs: 5000 };
  const publisher = await openRedis(settings, 'publisher', silent);
  const subscriber = await openRedis(settings, 'subscriber', silent);
  const [errors, faults]: [unknown[], unknown[]] = [[], []];
  const bus = new RedisBus({
    publisher,
    subscriber,
    prefix,
    senderId: `server-${++lastBus}`,
    onListenerError: (error) => errors.push(error),
    onFault: (error) => faults.push(error),
    ...(maximumSending === undefined ? {} : { maximumSending }),
  });
  t.teardown(async () => {
    await bus.close();
    publisher.disconnect();
    subscriber.disconnect();
  });
  return { bus, publisher, subscriber, errors, faults };
}

/** What a listener hears; `until` resolves with the first message that fits, also one heard before. */
function listen(bus: RedisBus, topic: string) {
  const heard: BusMessage[] = [];
  let wake = (): void => undefined;
  const stop = bus.subscribe(topic, (message) => {
    heard.push(message);
    wake();
  });
  return {
    heard,
    stop,
    texts: () => heard.flatMap(({ recorded }) => textsOf(recorded)),
    async until(fits: (message: BusMessage) => boolean): Promise<void> {
      while (!heard.some(fits)) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

/** Resolves once Redis listens for this bus: then its listeners are told to read the log. */
const isListening = async (bus: RedisBus, topic: string) => {
  const listener = listen(bus, topic);
  await listener.until(() => true);
  listener.heard.length = 0;
  return listener;
};

/** Events as the core publishes them. */
async function events(...texts: readonly string[]): Promise<BusMessage> {
  const log = new MemoryEventLog({ ids: randomIds, nowMs: () => 1_000 });
  await appendTexts(log, 'a', 0, ...texts);
  return { recorded: await log.read(streamOf('a'), 0, texts.length) };
}

const isEmpty = ({ recorded, note }: BusMessage): boolean => recorded.length === 0 && note === undefined;

t.test('over a real redis-server', async (t) => {
  const server = await RedisServer.start(t);
  busContract(t, (t) => openBus(t, server));

  t.test('what one server publishes the listeners of another hear, in order and once', async (t) => {
    const [here, there] = [await openBus(t, server), await openBus(t, server)];
    const [near, far] = [listen(here.bus, 'a'), await isListening(there.bus, 'a')];
    const elsewhere = await isListening(there.bus, 'b');
    const texts = Array.from({ length: 50 }, (_, index) => `${index}`);
    for (const text of texts) here.bus.publish('a', await events(text));
    here.bus.publish('a', { recorded: [], note: { last: true } });
    await far.until(({ note }) => note !== undefined);
    t.same(far.texts(), texts);
    t.same(far.heard.at(-1), { recorded: [], note: { last: true } });
    t.same(near.texts(), texts, 'not a second time from Redis');
    t.same(elsewhere.heard, []);
  });

  t.test('Redis is asked for a topic while somebody listens, and no longer', async (t) => {
    const { bus } = await openBus(t, server);
    const redis = server.connect();
    t.teardown(() => redis.disconnect());
    const listeners = async () => (await redis.pubsub('NUMSUB', `${prefix}counted`))[1];
    const [one, two] = [await isListening(bus, 'counted'), listen(bus, 'counted')];
    t.equal(Number(await listeners()), 1);
    one.stop();
    one.stop();
    t.equal(Number(await listeners()), 1);
    two.stop();
    // On one connection in order: once this topic is there, the other is gone.
    await isListening(bus, 'after');
    t.equal(Number(await listeners()), 0);
  });

  t.test('a message that is too large arrives without its events', async (t) => {
    const [here, there] = [await openBus(t, server), await openBus(t, server)];
    const far = await isListening(there.bus, 'a');
    here.bus.publish('a', await events('x'.repeat(70_000)));
    await far.until(isEmpty);
    t.equal(far.heard.length, 1);
  });

  t.test('beyond its limit the bus drops, and then tells the others to read the log', async (t) => {
    const [here, there] = [await openBus(t, server, 2), await openBus(t, server)];
    const far = await isListening(there.bus, 'a');
    for (const text of ['one', 'two', 'three', 'four']) here.bus.publish('a', await events(text));
    await far.until(isEmpty);
    t.same(far.texts(), ['one', 'two']);
  });

  t.test('what is not of a server does no harm', async (t) => {
    const { bus, faults } = await openBus(t, server);
    const near = await isListening(bus, 'a');
    const redis = server.connect();
    t.teardown(() => redis.disconnect());
    await redis.publish(`${prefix}a`, 'not json');
    await redis.publish(`${prefix}a`, JSON.stringify({ from: 'other', recorded: [], note: 1 }));
    await near.until(({ note }) => note === 1);
    t.equal(near.heard.length, 1);
    t.equal(faults.length, 1);
  });
});

t.test('a follower whose connection was killed has what it missed within 100 ms of the return', async (t) => {
  const server = await RedisServer.start(t);
  const { bus, subscriber } = await openBus(t, server);
  const log = new MemoryEventLog({ ids: randomIds, nowMs: () => 1_000 });
  const streamId = streamOf('a');
  const { promise: hasHeard, resolve } = Promise.withResolvers<number>();
  const follower = await StreamFollower.start({
    streamId,
    after: { version: 0, eventId: null },
    log,
    bus,
    deliver: async () => resolve(performance.now()),
    onError: (error) => t.error(error),
  });
  t.teardown(() => follower?.close());
  await isListening(bus, streamId);
  const redis = server.connect();
  t.teardown(() => redis.disconnect());
  const isBack = new Promise<number>((done) => subscriber.once('ready', () => done(performance.now())));
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  // Nobody says a word of it, and nobody sweeps here.
  await appendTexts(log, 'a', 0, 'meanwhile');
  const delayMs = (await hasHeard) - (await isBack);
  t.ok(delayMs < 100, `${delayMs.toFixed(1)} ms after the return`);
});

t.test('a Redis that was away costs nothing but time, on either side', async (t) => {
  const server = await RedisServer.start(t);
  const [here, there] = [await openBus(t, server), await openBus(t, server)];
  const [near, far] = [await isListening(here.bus, 'a'), await isListening(there.bus, 'a')];
  await server.stop('SIGKILL');
  here.bus.publish('a', await events('while away'));
  await near.until(({ recorded }) => recorded.length > 0);
  t.same(near.texts(), ['while away'], 'listeners of the same process hear it all the same');
  await server.startAgain();
  await far.until(isEmpty);
  if (here.publisher.status !== 'ready') await once(here.publisher, 'ready');
  here.bus.publish('a', await events('back'));
  await far.until(({ recorded }) => textsOf(recorded)[0] === 'back');
  // What was said meanwhile may still come or be lost; that something was missed is told in any case.
  t.equal(far.texts().at(-1), 'back');
});
