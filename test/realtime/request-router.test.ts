import { test } from 'tap';
import { RealtimeStand, showId, stageState } from '#test/support/realtime-stand.ts';

const commandId = 'command-of-the-test';

test('a command is answered with the version of its stream', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('host');
  t.match(await socket.request('show.go-live', { commandId, showId }), { ok: true, result: { version: 2 } });
});

test('a refused command carries the code and the facts of the refusal', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('host');
  t.match(await socket.request('show.end-show', { commandId, showId }), {
    ok: false,
    error: { code: 'show-wrong-status', temporary: false, details: { status: 'live' } },
  });
});

test('a method that does not exist is refused and the socket stays open', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('host');
  for (const method of ['show.burn-down', 'constructor', '__proto__']) {
    t.match(await socket.request(method, {}), { ok: false, error: { code: 'method-unknown' } });
  }
  t.equal(socket.closed, undefined);
});

test('parameters that do not fit are refused with the field at fault', async (t) => {
  const stand = new RealtimeStand();
  const socket = await stand.open('host');
  t.match(await socket.request('show.go-live', { commandId, showId: 'short' }), {
    ok: false,
    error: { code: 'request-invalid', details: { field: '/showId' } },
  });
  t.match(await socket.request('show.go-live', { commandId, showId, extra: 1 }), {
    error: { code: 'request-invalid' },
  });
});

test('a fault of the server is answered as one, and says nothing of its inside', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' });
  const socket = await stand.open('host');
  stand.media = async () => {
    throw new TypeError('the secret is 42');
  };
  const reply = await socket.request('stage.join', { showId, peerId: 'peer-of-the-watch-page' });
  t.match(reply, { ok: false, error: { code: 'server-error', temporary: true } });
  t.notMatch(JSON.stringify(reply), /42/);
});

test('so many requests may be open and no more, and an id is open once', async (t) => {
  const stand = new RealtimeStand({ socketOpenRequests: 2 });
  stand.append({ type: 'show-went-live' });
  const socket = await stand.open('host');
  const { promise, resolve } = Promise.withResolvers<object>();
  stand.media = () => promise;
  const ask = (id: number) => ({
    type: 'request',
    id,
    method: 'stage.join',
    params: { showId, peerId: `peer-number-${id}0000` },
  });
  socket.tell(ask(1), ask(1), ask(2), ask(3));
  await stand.clock.tick();
  t.match(socket.ofType('reply'), [
    { id: 1, error: { code: 'request-invalid', details: { field: '/id' } } },
    { id: 3, error: { code: 'rate-limited' } },
  ]);
  resolve({ stage: stageState });
  await stand.clock.tick();
  t.same(
    socket
      .ofType('reply')
      .filter((reply) => reply.ok)
      .map((reply) => reply.id),
    [1, 2],
  );
});

test('work that does not end is answered for at its deadline', async (t) => {
  const stand = new RealtimeStand();
  stand.append({ type: 'show-went-live' });
  const socket = await stand.open('host');
  stand.media = () => Promise.withResolvers<object>().promise;
  t.equal(await socket.request('stage.join', { showId, peerId: 'peer-of-the-watch-page' }), undefined);
  await stand.clock.advance(15_000);
  t.match(socket.ofType('reply'), [{ ok: false, error: { code: 'deadline-exceeded', temporary: true } }]);
});
