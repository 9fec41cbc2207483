import { test } from 'tap';
import { FakeTime } from './fake-time.ts';
import { standingSocket } from './socket-stand.ts';

const clients = 200;

/** Chance that goes evenly through its whole range, in an order that follows nothing. */
class EvenTime extends FakeTime {
  #drawn = 0;
  override random(): number {
    this.#drawn += 1;
    return (this.#drawn * 0.618_033_988_749_895) % 1;
  }
}

/** When each of many clients tries again after all of them lost one server with this code, in ms after the loss. */
const firstAttemptsAfter = async (closeCode: number): Promise<readonly number[]> => {
  const time = new EvenTime();
  const stands = Array.from({ length: clients }, () => standingSocket(time));
  await time.settle();
  for (const { greet } of stands) await greet();
  await time.advance(6000);
  const lostAtMs = time.nowMs();
  for (const { server } of stands) server.latest.cut(closeCode);
  const triedAtMs = new Map<number, number>();
  for (let passedMs = 0; passedMs < 4000; passedMs += 50) {
    await time.advance(50);
    for (const [index, { server }] of stands.entries()) {
      if (server.connections.length > 1 && !triedAtMs.has(index))
        triedAtMs.set(index, time.nowMs() - lostAtMs);
    }
  }
  for (const { socket } of stands) socket.close();
  return [...triedAtMs.values()];
};

const mostInOneSecond = (attempts: readonly number[]): number =>
  Math.max(...attempts.map((from) => attempts.filter((at) => at >= from && at < from + 1000).length));

for (const closeCode of [4000, 1001, 1012]) {
  void test(`after close code ${closeCode} of a server that goes, its clients do not come back in one second`, async (t) => {
    const attempts = await firstAttemptsAfter(closeCode);
    t.equal(attempts.length, clients, 'all of them came back');
    t.ok(
      mostInOneSecond(attempts) < clients * 0.45,
      `${mostInOneSecond(attempts)} of ${clients} in a second`,
    );
    t.ok(Math.max(...attempts) <= 2600);
  });
}

void test('after a loss without a word clients spread over a second, and none waits longer', async (t) => {
  const attempts = await firstAttemptsAfter(1006);
  t.equal(attempts.length, clients);
  t.ok(Math.max(...attempts) <= 1050);
  t.ok(attempts.filter((at) => at <= 500).length < clients * 0.6, 'not all at its beginning');
});

void test('a phone that wakes finds its link dead within 3 s and is back without waiting for its turn', async (t) => {
  const { time, server, socket, greet, wake } = standingSocket();
  time.chance = 0.999;
  await greet();
  const told: string[] = [];
  socket.onOpen(() => told.push('open'));
  await time.advance(1);
  wake();
  await time.advance(2501);
  t.equal(socket.state.value.status, 'waiting');
  wake();
  await greet();
  t.equal(server.connections.length, 2);
  t.same(told, ['open'], 'whoever follows something is told to resume');
});
