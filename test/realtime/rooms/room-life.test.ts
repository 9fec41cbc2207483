import { test } from 'tap';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';
import { person, restricted, sent } from './room-examples.ts';

const channel = `room-${showId}`;

async function enter(stand: RealtimeStand, role: VerifiedPrincipal['role'], name: string) {
  const socket = await stand.open(role, name);
  await stand.settle(socket.subscribe(channel, undefined));
  return socket;
}

/** Sockets of these tests answer no pings. */
const unpinged = { socketPingIntervalMs: 300_000 };

/** Two servers of one cluster. */
function cluster() {
  const here = new RealtimeStand(unpinged);
  const there = new RealtimeStand(unpinged, here);
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 250) {
      here.bus.deliver();
      await here.clock.tick();
      here.bus.deliver();
      await here.clock.advance(250);
    }
    await here.clock.tick();
  };
  return { here, there, pass };
}

test('a room counts its people, not their tabs, and shows some of those who wrote', async (t) => {
  const stand = new RealtimeStand(unpinged);
  stand.appendRoom(person('bob'), sent(1, 'Hello'));
  stand.appendRoom(person('eva'), sent(2, 'Spam', { status: 'shadowed' }));
  const sockets = [
    await enter(stand, 'viewer', 'bob'),
    await enter(stand, 'viewer', 'bob'),
    await enter(stand, 'viewer', 'eva'),
    await enter(stand, 'viewer', 'vera'),
  ];
  await stand.clock.advance(1000);
  t.match(sockets[3]?.signals('room.presence').at(-1), {
    showId,
    count: 3,
    sample: [{ personId: 'person-bob', name: 'Bob', badge: null }],
  });
  const told = () => sockets[3]?.signals('room.presence').length;
  const before = told();
  await stand.clock.advance(60_000);
  t.equal(told(), before, 'and says it again only when it changed');
  sockets[2]?.leave();
  await stand.clock.advance(1000);
  t.match(sockets[3]?.signals('room.presence').at(-1), { count: 2 });
});

test('who comes is told at once how many are there', async (t) => {
  const stand = new RealtimeStand();
  await enter(stand, 'viewer', 'bob');
  await stand.clock.advance(1000);
  const late = await enter(stand, 'viewer', 'vera');
  t.match(late.signals('room.presence'), [{ count: 1 }]);
});

test('presence is summed over all servers, and a server that fell silent is forgotten', async (t) => {
  const { here, there, pass } = cluster();
  const vera = await enter(here, 'viewer', 'vera');
  const bob = await enter(there, 'viewer', 'bob');
  await pass(4000);
  for (const socket of [vera, bob]) t.match(socket.signals('room.presence').at(-1), { count: 2 });
  // It dies without a word.
  here.bus.isCut = true;
  there.realtime.close();
  here.bus.isCut = false;
  await pass(45_000);
  t.match(vera.signals('room.presence').at(-1), { count: 1 });
});

test('who has tabs at two servers is one person, also after others came and went between', async (t) => {
  const { here, there, pass } = cluster();
  const vera = await enter(here, 'viewer', 'vera');
  const bob = await enter(there, 'viewer', 'bob');
  const second = await enter(there, 'viewer', 'vera');
  await pass(4000);
  for (const socket of [vera, bob]) t.match(socket.signals('room.presence').at(-1), { count: 2 });
  second.leave();
  await enter(there, 'viewer', 'eva');
  await pass(2000);
  for (const socket of [vera, bob]) {
    t.match(
      socket.signals('room.presence').at(-1),
      { count: 3 },
      'two at the other server as before, but others',
    );
  }
});

test('reactions are summed for a quarter of a second over all servers', async (t) => {
  const { here, there, pass } = cluster();
  const [vera, bob] = [await enter(here, 'viewer', 'vera'), await enter(there, 'viewer', 'bob')];
  await pass(1000);
  for (let taps = 0; taps < 3; taps += 1) await vera.request('room.react', { showId, reaction: 'heart' });
  await bob.request('room.react', { showId, reaction: 'clap' });
  t.same(vera.signals('room.reactions'), []);
  await pass(1000);
  for (const socket of [vera, bob]) {
    const sums = { heart: 0, clap: 0 };
    for (const { counts } of socket.signals('room.reactions') as { counts: Partial<typeof sums> }[]) {
      sums.heart += counts.heart ?? 0;
      sums.clap += counts.clap ?? 0;
    }
    t.same(sums, { heart: 3, clap: 1 });
  }
});

test('hearts have a rate of their own; who is banned throws none, a shadow-banned person unseen ones', async (t) => {
  const stand = new RealtimeStand({ socketReactionsPerSecond: 5 });
  const vera = await enter(stand, 'viewer', 'vera');
  const tap = (socket: typeof vera) => socket.request('room.react', { showId, reaction: 'fire' });
  for (let taps = 0; taps < 5; taps += 1) t.match(await tap(vera), { ok: true });
  t.match(await tap(vera), { ok: false, error: { code: 'rate-limited', details: { retryAfterMs: 200 } } });
  await stand.clock.advance(1000);
  const seen = vera.signals('room.reactions').length;
  stand.appendRoom(person('mona'), restricted(1, 'ban', 'bob'), restricted(2, 'shadow', 'eva'));
  t.match(await tap(await enter(stand, 'viewer', 'bob')), { ok: false, error: { code: 'person-banned' } });
  t.match(await tap(await enter(stand, 'viewer', 'eva')), { ok: true });
  await stand.clock.advance(1000);
  t.equal(vera.signals('room.reactions').length, seen);
});

test('the crew lists who is there, over all servers; the public may not', async (t) => {
  const { here, there, pass } = cluster();
  const mona = await enter(here, 'moderator', 'mona');
  await enter(here, 'viewer', 'vera');
  await enter(there, 'viewer', 'vera');
  const bob = await enter(there, 'viewer', 'bob');
  await pass(4000);
  t.equal(await mona.request('room.list-present', { showId }), undefined, 'the other server is asked');
  await pass(1000);
  t.match(mona.ofType('reply').at(-1), {
    ok: true,
    result: {
      count: 3,
      people: [
        { name: 'Vera', sockets: 2, badge: null },
        { name: 'Mona', sockets: 1, badge: 'moderator' },
        { name: 'Bob', sockets: 1 },
      ],
    },
  });
  t.match(await bob.request('room.list-present', { showId }), { ok: false, error: { code: 'forbidden' } });
});
