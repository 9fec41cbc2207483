import { test } from 'tap';
import { HeadlessClient, newRulingId } from '#test/support/headless-client.ts';
import { goLive } from '#test/support/headless-stage.ts';
import { roomReading } from '#test/support/room-reading.ts';
import { ServerProcess } from '#test/support/server-process.ts';

test('rooms over a real server', { timeout: 180_000 }, async (t) => {
  const server = await ServerProcess.start();
  t.teardown(() => server.close());
  const connect = async (body: Parameters<typeof HeadlessClient.connect>[1] = {}) => {
    const client = await HeadlessClient.connect(server.origin, body);
    t.teardown(() => client.close());
    return client;
  };
  const host = await connect({ link: server.adminLink, name: 'Hanna' });
  const showId = await goLive(host);

  await t.test('a message reaches the others, and who was away gets what was missed', async (t) => {
    const [author, viewer] = [await connect(), await connect()];
    const reader = await viewer.read(`room-${showId}`);
    await author.send(showId, 'First');
    await reader.until(({ events }) => events.length === 1);
    viewer.socket.cut();
    await viewer.socket.closed;
    await host.send(showId, 'Second');
    await viewer.open();
    t.equal(reader.recoveries, 1);
    await host.send(showId, 'Third');
    await reader.until(({ events }) => events.length === 3);
    t.match(roomReading(reader).messages, [
      { text: 'First', author: { badge: null } },
      { text: 'Second', author: { name: 'Hanna', badge: 'host' } },
      { text: 'Third' },
    ]);
    t.same(reader.faults, []);
  });

  await t.test('a deletion leaves no text in any later answer', async (t) => {
    const messageId = await host.send(showId, 'A slip of the tongue');
    const viewer = await connect();
    const reader = await viewer.read(`room-${showId}`);
    t.match(roomReading(reader).messages.at(-1), { text: 'A slip of the tongue' });
    const ruling = { showId, messageId, rulingId: newRulingId(), reason: '' };
    const startedAtMs = performance.now();
    await host.command('room.delete-message', ruling);
    await reader.until(({ events }) => events.some(({ type }) => type === 'room.messages-removed'));
    t.ok(performance.now() - startedAtMs < 300, 'within 300 ms');
    const late = await (await connect()).read(`room-${showId}`);
    t.notMatch(JSON.stringify([late.view, roomReading(reader)]), /slip of the tongue/);
  });

  await t.test('the lobby follows its shows', async (t) => {
    const viewer = await connect();
    const lobby = await viewer.read('shows');
    const before = lobby.view?.shows.length ?? 0;
    t.ok(before >= 1);
    const other = await goLive(host, 'Another show');
    await lobby.until(({ events }) =>
      events.some((event) => event.type === 'shows.changed' && event.show.showId === other),
    );
    t.match(lobby.events.at(-1), { show: { title: 'Another show', hostName: 'Hanna', status: 'live' } });
    t.same(lobby.faults, []);
  });

  await t.test('hearts and heads are signalled', async (t) => {
    const [one, two] = [await connect(), await connect()];
    const heard = Promise.withResolvers<unknown>();
    two.socket.onSignal('room.reactions', (signal) => heard.resolve(signal));
    const counted = Promise.withResolvers<number>();
    two.socket.onSignal('room.presence', ({ count }) => counted.resolve(count));
    for (const client of [one, two]) await client.read(`room-${showId}`);
    await one.request('room.react', { showId, reaction: 'heart' });
    t.match(await heard.promise, { showId, counts: { heart: 1 } });
    t.ok((await counted.promise) >= 1);
  });
});
