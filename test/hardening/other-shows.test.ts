import t from 'tap';
import { Compile } from 'typebox/compile';
import type { PersonId, ShowId } from '#domain/ids.ts';
import { orderIdOf } from '#application/commerce/order-id.ts';
import { errorTable, Refusal, type ErrorCode } from '#protocol/errors.ts';
import { commandMethods, methodTable, type MethodName } from '#protocol/methods/methods.ts';
import type { Role } from '#protocol/roles.ts';
import type { MethodParams } from '#test/support/headless-socket.ts';
import { HeadlessClient, newShowId } from '#test/support/headless-client.ts';
import { LoudRoom } from './loud-room.ts';
import { methods, paramsOf } from './method-params.ts';

/*
 * Every method of the table, over the socket and over HTTP, asked by people whom the show is none of business of.
 * A method that is new stands here by itself, and is refused until its row below says otherwise.
 */
const room = await LoudRoom.open(t, { SOCKET_REQUESTS_PER_SECOND: '1000' });
const { host, showId: liveShow } = room;
const draftShow = newShowId();
const otherShow = newShowId();
const noShow = newShowId();
for (const showId of [draftShow, otherShow]) {
  await host.command('show.create-show', {
    showId,
    title: 'Another',
    description: 'Not yet told to anybody',
  });
}

/** A session of this role for one show, or for all. */
async function sessionOf(role: Role, showId?: ShowId): Promise<HeadlessClient> {
  const wanted = { role, label: role, ...(showId === undefined ? {} : { showId }) };
  // What the route answers with (server/http/routes/links.ts).
  const { secret } = (await host.http('POST', '/api/links', wanted)) as { secret: string };
  const client = await HeadlessClient.connect(room.server.origin, { link: secret });
  t.teardown(() => client.close());
  return client;
}

type Outcome = ErrorCode | 'done';

async function outcomeOf(asking: Promise<unknown>): Promise<Outcome> {
  try {
    await asking;
    return 'done';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const over = {
  socket: (client: HeadlessClient, method: MethodName, params: object) =>
    // The parameters are checked against the schema before they go out.
    outcomeOf(client.request(method, params as MethodParams<typeof method>)),
  http: (client: HeadlessClient, method: MethodName, params: object) =>
    outcomeOf(client.http('POST', `/api/commands/${method}`, params)),
} as const;

/** Letting go of one's own is always allowed, and does nothing where there is nothing. */
const harmless: Readonly<Partial<Record<MethodName, Outcome>>> = {
  'channel.unsubscribe': 'done',
  'stage.unobserve': 'done',
};
/** Whoever holds no peer on that stage is told so before anything is said of the show. */
const ofPeers: readonly MethodName[] = [
  'stage.leave',
  'stage.create-transport',
  'stage.connect-transport',
  'stage.restart-ice',
  'stage.produce',
  'stage.set-producer',
  'stage.close-producer',
  'stage.consume',
  'stage.set-consumer',
  'stage.close-consumer',
];

const expected = (method: MethodName, otherwise: ErrorCode): Outcome => {
  if (method === 'show.create-show') return 'forbidden';
  return harmless[method] ?? (ofPeers.includes(method) ? 'stage-not-joined' : otherwise);
};

/** The shop's own: they are about no show, and who works in the shop may use them in any. */
const isOfTheShop = (method: MethodName): boolean => !ofPeers.includes(method) && !isAboutShow(method);
const isAboutShow = (method: MethodName): boolean =>
  method.startsWith('channel.') || 'showId' in methodTable[method].properties;
const shopMethods = methods.filter(isOfTheShop);
const showMethods = methods.filter((method) => !isOfTheShop(method));

async function walk(
  client: HeadlessClient,
  showId: string,
  asked: readonly MethodName[] = showMethods,
): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  for (const method of asked) {
    outcomes[`socket ${method}`] = await over.socket(client, method, paramsOf(method, showId));
    if (method in commandMethods) {
      outcomes[`http ${method}`] = await over.http(client, method, paramsOf(method, showId));
    }
  }
  return outcomes;
}

const table = (otherwise: ErrorCode): Record<string, Outcome> => {
  const rows = showMethods.flatMap((method): [string, Outcome][] => {
    const outcome = expected(method, otherwise);
    return method in commandMethods
      ? [
          [`socket ${method}`, outcome],
          [`http ${method}`, outcome],
        ]
      : [[`socket ${method}`, outcome]];
  });
  return Object.fromEntries(rows);
};

for (const role of ['host', 'staff', 'moderator', 'agent', 'viewer'] as const) {
  t.test(`a ${role} of another show is refused by every method of a live one`, async (t) => {
    const before = await host.http('GET', `/api/shows/${liveShow}`);
    const stranger = await sessionOf(role, otherShow);
    t.same(await room.withstands(t, () => walk(stranger, liveShow)), table('forbidden'));
    t.same(await host.http('GET', `/api/shows/${liveShow}`), before, 'which is as it was');
  });
}

t.test('an anonymous viewer cannot tell a draft from a show that is not there', async (t) => {
  const viewer = await HeadlessClient.connect(room.server.origin);
  t.teardown(() => viewer.close());
  t.same(await walk(viewer, draftShow), table('show-not-found'));
  t.same(await walk(viewer, noShow), table('show-not-found'));
});

t.test('a host of one own show is nobody in the draft of another host', async (t) => {
  const other = await sessionOf('host');
  const outcomes = await walk(other, draftShow);
  // Creating is what a host may; this id is taken.
  const rows = { 'socket show.create-show': 'show-exists', 'http show.create-show': 'show-exists' };
  t.same(outcomes, { ...table('show-not-found'), ...rows });
});

for (const role of ['moderator', 'agent', 'viewer'] as const) {
  t.test(`a ${role} is refused by everything that is the shop's`, async (t) => {
    const outcomes = await walk(await sessionOf(role), liveShow, shopMethods);
    t.ok(shopMethods.length > 20);
    for (const [way, outcome] of Object.entries(outcomes)) {
      const isUnknown = way.endsWith('order.cancel-lines') && outcome === 'order-not-found';
      if (!isUnknown) t.equal(outcome, 'forbidden', way);
    }
  });
}

// What the server gave the host, as an id of this program.
const hostId = host.grant.session.personId as PersonId;

t.test('channels by any other name are no channels, with and without a position', async (t) => {
  const viewer = await HeadlessClient.connect(room.server.origin);
  t.teardown(() => viewer.close());
  const position = { version: 1, eventId: 'event-of-tests' };
  const names = [`desk`, `feed`, `ledger-${liveShow}`, `case-${liveShow}`, `people-${liveShow}`];
  const odd = [
    `{main}:room-${liveShow}`,
    `room-${liveShow}/x`,
    `Room-${liveShow}`,
    'room-',
    '',
    'x'.repeat(5000),
  ];
  for (const channel of [...names, ...odd, 'room-__proto__', 'constructor', '__proto__']) {
    for (const params of [{ channel }, { channel, position }]) {
      const outcome = await over.socket(viewer, 'channel.subscribe', params);
      // `room-__proto__` has the form of an id; there is no such show.
      t.equal(
        outcome,
        channel === 'room-__proto__' ? 'show-not-found' : 'request-invalid',
        channel.slice(0, 60),
      );
    }
  }
  t.equal(await over.socket(viewer, 'channel.subscribe', { channel: 'tills' }), 'forbidden');
  // Whether somebody else has an order in a show is told to nobody.
  const order = { channel: `order-${orderIdOf(liveShow, hostId)}` };
  t.equal(await over.socket(viewer, 'channel.subscribe', order), 'order-not-found');
  for (const kind of ['show', 'room', 'auction', 'shelf']) {
    const channel = `${kind}-${draftShow}`;
    t.equal(
      await over.socket(viewer, 'channel.subscribe', { channel, position }),
      'show-not-found',
      'resumed',
    );
  }
});

t.test('all of it was asked as the schemas want it, and refused by the table of errors', async (t) => {
  const invalid = methods.filter((method) => !Compile(methodTable[method]).Check(paramsOf(method, liveShow)));
  t.same(invalid, []);
  for (const outcome of Object.values(table('forbidden'))) t.ok(outcome === 'done' || outcome in errorTable);
});
