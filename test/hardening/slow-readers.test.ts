import t from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { newShowId } from '#test/support/headless-client.ts';
import { LoudRoom } from './loud-room.ts';

t.setTimeout(120_000);

t.test('readers that stop reading a loud room are closed with a code that says reconnect', async (t) => {
  const room = await LoudRoom.open(t, {
    SOCKET_QUEUE_BYTES: '65536',
    // The host's own limits, to be loud enough.
    SOCKET_REQUESTS_PER_SECOND: '5000',
    SOCKET_OPEN_REQUESTS: '100',
  });
  const token = (await room.stranger()).grant.accessToken;
  // Another room of the same server: its own readers are who suffers.
  const loud = newShowId();
  await room.host.command('show.create-show', { showId: loud, title: 'Loud', description: '' });
  await room.host.command('show.go-live', { showId: loud });
  const text = 'A long word for everybody, again and again. '.repeat(11);
  await room.withstands(t, async () => {
    const slow = await Promise.all(Array.from({ length: 3 }, () => room.attacker().hello(token)));
    for (const raw of slow) {
      raw.tell({
        type: 'request',
        id: 1,
        method: 'channel.subscribe',
        params: { channel: `room-${loud}` },
      });
      await raw.until((message) => message.type === 'reply');
      raw.socket.pause();
    }
    const before = await room.closings('slow-consumer');
    // The kernel holds some megabytes for each before the server's queue grows. Of a show only the latest is told, but of
    // a chat every message.
    for (let round = 0; (await room.closings('slow-consumer')) < before + slow.length; round += 1) {
      const messages = Array.from({ length: 80 }, (_, index) =>
        room.host.send(loud, `${round}-${index} ${text}`.slice(0, 490)),
      );
      await Promise.allSettled(messages);
    }
    for (const { socket } of slow) socket.resume();
    const codes = await Promise.all(slow.map(({ closed }) => closed));
    t.same(new Set(codes), new Set([closeCodes['slow-consumer'].code]));
  });
  await room.isQuiet();
});
