import fc from 'fast-check';
import { test } from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { errorTable } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import { methods, paramsOf } from '#test/hardening/method-params.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import type { SocketPair } from '#test/support/socket-pair.ts';

/** A soak runs more; the seed of a failure is printed by fast-check and can be put back with FUZZ_SEED. */
const numRuns = Number(process.env['SESSION_FUZZ_RUNS'] ?? 400);
const framesPerRun = 50;
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
/** Work that nobody answered is answered by then (request-router.ts). */
const deadlineMs = 20_000;

interface Asked {
  readonly type: 'request';
  readonly id: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** Ids that exist, nearly exist, or are poison. */
const oddIds = fc.constantFrom<string>(
  showId,
  'show-not-there',
  '__proto__',
  'constructor',
  'x'.repeat(41),
  '',
  '\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
);
const positions = fc.oneof(
  fc.record({ version: fc.integer(), eventId: fc.oneof(oddIds, fc.constant(null)) }),
  fc.record({
    version: fc.integer({ min: 0, max: 4 }),
    eventId: fc.constantFrom('event-1', 'event-2', null),
  }),
  fc.record({ version: fc.double(), eventId: fc.anything() }),
  fc.constantFrom<unknown>(null, [], 'last', { version: Number.MAX_SAFE_INTEGER, eventId: null }),
);
const odd = fc.oneof(
  fc.anything({ maxDepth: 2 }),
  oddIds,
  fc.string({ unit: 'binary', maxLength: 600 }),
  positions,
);
const requestId = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 2_000_000 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(-1, 1.5, '1', null, 0x7fffffff, 0x80000000) },
);

/** A request as it should be, and then a little off, or much. */
const request = fc
  .record({
    id: requestId,
    method: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom<string>(...methods) },
      { weight: 4, arbitrary: fc.constantFrom('channel.subscribe', 'channel.unsubscribe', 'room.react') },
      { weight: 1, arbitrary: fc.constantFrom('constructor', '__proto__', 'toString', '', 'room.nothing') },
    ),
    channel: fc.oneof(fc.constantFrom(`show-${showId}`, `room-${showId}`, 'shows'), oddIds),
    position: fc.option(positions, { nil: undefined }),
    changes: fc.array(fc.tuple(fc.nat(12), odd), { maxLength: 2 }),
    dropped: fc.option(fc.nat(12), { nil: undefined }),
    extra: fc.option(fc.dictionary(fc.string({ maxLength: 12 }), odd, { maxKeys: 2 }), { nil: undefined }),
  })
  .map(({ id, method, channel, position, changes, dropped, extra }) => {
    // What is no method of the table has no parameters of its own.
    const isKnown = (methods as readonly string[]).includes(method);
    const params: Record<string, unknown> = isKnown ? paramsOf(method as MethodName, showId) : { showId };
    if (method.startsWith('channel.')) params['channel'] = channel;
    if (method === 'channel.subscribe' && position !== undefined) params['position'] = position;
    const names = Object.keys(params);
    for (const [index, value] of changes) params[names[index % names.length] ?? 'showId'] = value;
    if (dropped !== undefined) delete params[names[dropped % names.length] ?? 'showId'];
    return { type: 'request', id, method, params: { ...params, ...extra } };
  });
const message = fc.oneof(
  { weight: 20, arbitrary: request },
  { weight: 1, arbitrary: fc.constantFrom<unknown>({ type: 'pong' }, { type: 'ping', sentAt: 1e308 }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('hello', 'token', 'ping'), token: odd, protocol: odd }),
  },
);

/** Whole, cut short, or with a byte turned over. */
const frame = fc
  .record({
    messages: fc.array(message, { minLength: 1, maxLength: 3 }),
    damage: fc.option(fc.record({ at: fc.nat(2000), byte: fc.nat(255), cuts: fc.boolean() }), {
      freq: 12,
      nil: undefined,
    }),
  })
  .map(({ messages, damage }) => {
    const bytes = Buffer.from(
      JSON.stringify(messages, (_, leaf) => (typeof leaf === 'bigint' ? `${leaf}` : leaf)),
    );
    if (damage === undefined) return bytes;
    const at = damage.at % bytes.length;
    if (damage.cuts) return bytes.subarray(0, at);
    bytes[at] = damage.byte;
    return bytes;
  });

/** The requests a frame asks, if it is one that is taken at all. */
function askedIn(bytes: Buffer): readonly Asked[] {
  const messages = JSON.parse(bytes.toString()) as readonly (Asked | { readonly type: string })[];
  return messages.filter((one): one is Asked => one.type === 'request');
}

const codes: readonly number[] = Object.values(closeCodes).map(({ code }) => code);

/** Each request was answered once, or the socket was closed, with a code of the table. */
function fault(socket: SocketPair, asked: readonly Asked[]): string | undefined {
  const replies = socket.ofType('reply');
  for (const reply of replies) {
    if (reply.ok) continue;
    if (!(reply.error.code in errorTable)) return `an unknown error ${reply.error.code}`;
    if (reply.error.code === 'server-error') return 'a fault of the server';
    if (reply.error.code === 'deadline-exceeded') return 'a request that nobody answered';
  }
  if (socket.closed === 'terminated') return 'a socket dropped without a word';
  if (socket.closed !== undefined)
    return codes.includes(socket.closed.code) ? undefined : 'an unknown close code';
  return replies.length === asked.length ? undefined : `${asked.length} asked, ${replies.length} answered`;
}

test(`whatever a client says, each request is answered or the socket closed (${numRuns * framesPerRun} frames)`, async (t) => {
  t.setTimeout(600_000);
  const roles = fc.constantFrom('viewer', 'moderator', 'host', 'admin' as const);
  const run = fc.tuple(roles, fc.array(frame, { minLength: framesPerRun, maxLength: framesPerRun }));
  const law = fc.asyncProperty(run, async ([role, frames]) => {
    const stand = new RealtimeStand({ socketRequestsPerSecond: 100_000, socketOpenRequests: 10_000 });
    let socket = await stand.open(role);
    let asked: Asked[] = [];
    for (const bytes of frames) {
      socket.raw(bytes);
      await stand.clock.tick();
      if (socket.closed === undefined) asked.push(...askedIn(bytes));
      else {
        const found = fault(socket, asked);
        if (found !== undefined) throw new Error(found);
        [socket, asked] = [await stand.open(role), []];
      }
    }
    await stand.clock.advance(deadlineMs);
    const found = fault(socket, asked);
    if (found !== undefined) throw new Error(found);
    stand.realtime.close();
  });
  await fc.assert(law, { numRuns, seed });
  t.pass();
});
