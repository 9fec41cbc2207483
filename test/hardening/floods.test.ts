import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import t from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import type { Reply } from '#protocol/messages.ts';
import { newShowId } from '#test/support/headless-client.ts';
import type { RawSocket } from '#test/support/raw-socket.ts';
import { LoudRoom } from './loud-room.ts';

t.setTimeout(120_000);

/** Limits near enough to be run into; host and bystander come from another address than the offender. */
const perAddress = 60;
const subscriptions = 8;
const requestsPerSecond = 50;
const room = await LoudRoom.open(t, {
  SOCKETS_PER_ADDRESS: String(perAddress),
  SOCKET_SUBSCRIPTIONS: String(subscriptions),
});
const token = (await room.stranger()).grant.accessToken;
const code = (reason: keyof typeof closeCodes): number => closeCodes[reason].code;

const repliesOf = ({ messages }: RawSocket): readonly Reply[] =>
  messages.filter((message): message is Reply => message.type === 'reply');
const errorsOf = (raw: RawSocket): readonly string[] =>
  repliesOf(raw).map((reply) => (reply.ok ? 'done' : reply.error.code));
const answered = (raw: RawSocket, id: number): Promise<unknown> =>
  raw.until((message) => message.type === 'reply' && message.id === id);

const allAnswered = async (raw: RawSocket, count: number): Promise<void> => {
  while (repliesOf(raw).length < count) await once(raw.socket, 'message');
};

t.test('an address with too many sockets is told to come back later, and others are let in', async (t) => {
  await room.withstands(t, async () => {
    const sockets = Array.from({ length: 4 * perAddress }, () => room.attacker());
    const refused = await Promise.all(
      sockets.map((raw) => Promise.race([raw.closed, raw.hello(token).then(() => 'welcome' as const)])),
    );
    t.equal(refused.filter((outcome) => outcome === 'welcome').length, perAddress);
    t.same(new Set(refused), new Set(['welcome', code('server-overloaded')]));
    const other = await room.stranger();
    t.ok((await other.open()).welcome, 'somebody of another address comes in');
    other.close();
    for (const { socket } of sockets) socket.terminate();
  });
  await room.isQuiet();
});

t.test('sockets that are opened and dropped without pause do not pile up', async (t) => {
  await room.withstands(t, async () => {
    for (let wave = 0; wave < 15; wave += 1) {
      const sockets = Array.from({ length: 30 }, () => room.attacker());
      await Promise.all(sockets.map((raw) => raw.opened().catch(() => undefined)));
      for (const { socket } of sockets) socket.terminate();
    }
  });
  await room.isQuiet();
});

t.test('a flood of frames is refused, then told to stop, then ended for good', async (t) => {
  await room.withstands(t, async () => {
    const flood = async (): Promise<RawSocket> => {
      const raw = await room.attacker().hello(token);
      const params = { channel: `show-${room.showId}` };
      for (let id = 0; id < 2000; id += 1) {
        raw.tell({ type: 'request', id, method: 'channel.unsubscribe', params });
      }
      return raw;
    };
    const sockets = await Promise.all(Array.from({ length: 5 }, flood));
    t.same(new Set(await Promise.all(sockets.map(({ closed }) => closed))), new Set([code('rate-limited')]));
    for (const raw of sockets) {
      t.ok(errorsOf(raw).includes('rate-limited'), 'it was told before');
      t.match(raw.messages.at(-1), { type: 'goodbye', reason: 'rate-limited', reconnect: false });
    }
  });
  await room.isQuiet();
});

t.test('pings and tokens count like requests', async (t) => {
  await room.withstands(t, async () => {
    for (const message of [
      { type: 'ping', sentAt: 1 },
      { type: 'token', token },
    ]) {
      const raw = await room.attacker().hello(token);
      for (let frame = 0; frame < 20; frame += 1) raw.tell(...Array(60).fill(message));
      t.equal(await raw.closed, code('rate-limited'));
    }
  });
  await room.isQuiet();
});

t.test('a socket follows so many channels and no more', async (t) => {
  const shows = Array.from({ length: subscriptions + 3 }, () => newShowId());
  for (const showId of shows) {
    await room.host.command('show.create-show', { showId, title: 'Another', description: '' });
    await room.host.command('show.go-live', { showId });
  }
  await room.withstands(t, async () => {
    const raw = await room.attacker().hello(token);
    for (const [id, showId] of shows.entries()) {
      raw.tell({ type: 'request', id, method: 'channel.subscribe', params: { channel: `room-${showId}` } });
      await answered(raw, id);
    }
    const expected = shows.map((_, index) => (index < subscriptions ? 'done' : 'subscription-limit-reached'));
    t.same(errorsOf(raw), expected);
    raw.tell({
      type: 'request',
      id: 100,
      method: 'channel.unsubscribe',
      params: { channel: `room-${shows[0]}` },
    });
    raw.tell({
      type: 'request',
      id: 101,
      method: 'channel.subscribe',
      params: { channel: `room-${shows.at(-1)}` },
    });
    await answered(raw, 101);
    t.equal(errorsOf(raw).at(-1), 'done', 'who lets go of one may follow another');
    raw.socket.terminate();
  });
  await room.isQuiet();
});

t.test('subscribing to one channel without end gives one subscription', async (t) => {
  await room.withstands(t, async () => {
    const raw = await room.attacker().hello(token);
    for (let id = 0; id < requestsPerSecond - 5; id += 1) {
      raw.tell({
        type: 'request',
        id,
        method: 'channel.subscribe',
        params: { channel: `room-${room.showId}` },
      });
    }
    await answered(raw, requestsPerSecond - 6);
    const place = raw.messages.length;
    const pushes = () => raw.messages.slice(place).filter(({ type }) => type === 'push');
    while (pushes().length < 10) await once(raw.socket, 'message');
    const places = pushes().map((push) => JSON.stringify(push));
    t.equal(new Set(places).size, places.length, 'each push came once');
    raw.socket.terminate();
  });
  await room.isQuiet();
});

const saying = (id: number, text: string) => ({
  type: 'request',
  id,
  method: 'room.send-message',
  params: {
    commandId: randomUUID(),
    messageId: randomUUID(),
    showId: room.showId,
    text,
    replyToId: null,
    mentionIds: [],
    audience: 'room',
  },
});

t.test('a viewer who floods the chat is told at each step, and heard three times', async (t) => {
  await room.withstands(t, async () => {
    const raw = await room.attacker().hello((await room.stranger()).grant.accessToken);
    const count = requestsPerSecond + 30;
    for (let id = 0; id < count; id += 1) raw.tell(saying(id, `Buy from me, offer ${id}`));
    await allAnswered(raw, count);
    const errors = errorsOf(raw);
    const times = (what: string) => errors.filter((error) => error === what).length;
    t.equal(times('done'), 3, 'a viewer may write three within 2 s');
    t.ok(times('flood-blocked') > 0, 'then the room says stop');
    t.ok(times('rate-limited') > 0, 'and over the limit of the socket that one does');
    t.same(new Set(errors), new Set(['done', 'flood-blocked', 'rate-limited']));
    const blocked = repliesOf(raw).find((reply) => !reply.ok && reply.error.code === 'flood-blocked');
    t.match(blocked, { error: { temporary: true, details: { retryAfterMs: Number } } });
    raw.socket.terminate();
  });
  await room.isQuiet();
});

t.test('a moderator is not held up by what holds up a flood', async (t) => {
  // What the route answers with (server/http/routes/links.ts).
  const { secret } = (await room.host.http('POST', '/api/links', { role: 'moderator', label: 'Mo' })) as {
    secret: string;
  };
  await room.host.command('room.set-rules', {
    showId: room.showId,
    changes: {
      slowModeMs: 60_000,
      newcomerWaitMs: 60_000,
      filterAction: 'refuse',
      addWords: ['teapot'],
    },
  });
  const answer = await fetch(`${room.server.origin}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link: secret }),
  });
  // What the route answers with (`SessionGrant`).
  const { accessToken } = (await answer.json()) as { accessToken: string };
  const moderator = await room.attacker().hello(accessToken);
  for (let id = 0; id < 30; id += 1) moderator.tell(saying(id, 'The teapot stands at https://shop.example'));
  await allAnswered(moderator, 30);
  t.same(new Set(errorsOf(moderator)), new Set(['done']));
  moderator.socket.terminate();
});
