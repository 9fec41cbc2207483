import { test } from 'tap';
import { standingSocket } from './socket-stand.ts';

const bid = { commandId: 'command-1', showId: 'show-number-1' };

void test('what is of this moment is refused at once without a connection and never sent later', async (t) => {
  const { socket, server, greet } = standingSocket();
  const outcome = await socket.request('show.go-live', bid, { isMomentary: true });
  t.match(outcome, { ok: false, error: { code: 'offline', temporary: true } });
  await greet();
  t.same(server.latest.requests('show.go-live'), []);
});

void test('what is of this moment is not repeated over the next connection, though a command is', async (t) => {
  const { socket, server, time, greet } = standingSocket();
  await greet();
  const momentary = socket.request('show.go-live', bid, { isMomentary: true });
  void socket.request('show.go-live', { ...bid, commandId: 'command-2' });
  await time.settle();
  t.equal(server.latest.requests('show.go-live').length, 2, 'both went out');
  server.latest.cut();
  t.match(await momentary, { ok: false, error: { code: 'offline' } });
  await time.advance(1000);
  await greet();
  t.equal(server.connections.length, 2);
  t.same(
    server.latest.requests('show.go-live').map(({ params }) => params['commandId']),
    ['command-2'],
  );
});

void test('what is of this moment expires after its deadline, and a late reply changes nothing', async (t) => {
  const { socket, server, time, greet } = standingSocket();
  await greet();
  const outcome = socket.request('show.go-live', bid, { isMomentary: true, deadlineMs: 2000 });
  await time.advance(2000);
  t.match(await outcome, { ok: false, error: { code: 'deadline-exceeded' } });
  const [sent] = server.latest.requests('show.go-live');
  server.latest.send({ type: 'reply', id: sent?.id ?? -1, ok: true, result: { version: 1 } });
  t.match(await outcome, { ok: false, error: { code: 'deadline-exceeded' } });
});
