import { test } from 'tap';
import { Outbox } from '#realtime/outbox.ts';
import { Payload } from '#realtime/payload.ts';
import { TickEnd } from '#realtime/tick-end.ts';
import { FakeClock } from '#test/support/fake-clock.ts';

const payload = (data: unknown) => Payload.of({ type: 'signal', name: 'test', data });

function stand(limitBytes: number) {
  const clock = new FakeClock();
  const frames: Buffer[] = [];
  const connection = {
    bufferedBytes: 0,
    send: (frame: Buffer) => void frames.push(frame),
    close: () => undefined,
    terminate: () => undefined,
  };
  let overflows = 0;
  const tickEnd = new TickEnd(clock, () => undefined);
  const settings = { tickEnd, limitBytes, onFlushed: () => undefined };
  const outbox = new Outbox(settings, connection, { overflowed: () => void (overflows += 1) });
  return { clock, frames, connection, outbox, overflows: () => overflows };
}

test('the messages of one tick leave as one frame, in their order', async (t) => {
  const { clock, frames, outbox } = stand(10_000);
  for (const data of ['a', 'ü', 'c']) outbox.push(payload(data));
  t.same(frames, []);
  await clock.tick();
  t.equal(frames.length, 1);
  t.match(JSON.parse(String(frames[0])), [{ data: 'a' }, { data: 'ü' }, { data: 'c' }]);
  outbox.push(payload('d'));
  await clock.tick();
  t.match(JSON.parse(String(frames[1])), [{ data: 'd' }]);
});

test('a message for many sockets is serialised and framed once', async (t) => {
  const shared = payload('everyone');
  const stands = [stand(10_000), stand(10_000)];
  for (const { outbox, clock } of stands) {
    outbox.push(shared);
    await clock.tick();
  }
  t.equal(stands[0]?.frames[0], stands[1]?.frames[0], 'the very same buffer');
});

test('the size on the wire counts bytes, not characters', async (t) => {
  const { clock, frames, outbox } = stand(10_000);
  const wide = payload('日本語');
  outbox.push(wide);
  await clock.tick();
  t.equal(frames[0]?.length, wide.sizeBytes + 1);
});

test('a queue over its limit is given up once and takes nothing more', async (t) => {
  const { clock, frames, outbox, overflows } = stand(200);
  for (let count = 0; count < 10; count += 1) outbox.push(payload('x'.repeat(50)));
  t.equal(overflows(), 1);
  await clock.tick();
  t.same(frames, [], 'what waited is dropped: a reader with a gap has to recover anyway');
});

test('what the operating system has not taken counts towards the limit', async (t) => {
  const { connection, outbox, overflows } = stand(1000);
  connection.bufferedBytes = 990;
  outbox.push(payload('x'));
  t.equal(overflows(), 1);
});
