import { pino } from 'pino';
import { test } from 'tap';
import type { StreamChange } from '#application/application.ts';
import { roomStream } from '#application/room-stream.ts';
import { mainShopId } from '#application/streams.ts';
import type { RoomEvent, RoomState } from '#domain/room/room.ts';
import type { LiveStreamDeps } from '#realtime/channels/live-reading.ts';
import { LiveStream } from '#realtime/channels/live-stream.ts';
import { FakeClock } from '#test/support/fake-clock.ts';
import { showId } from '#test/support/realtime-stand.ts';
import { StandStream } from '#test/support/stand-stream.ts';
import { person, sent } from '../rooms/room-examples.ts';

test('a log that loses its tail again while a channel starts anew is followed once, and told as it is', async (t) => {
  const clock = new FakeClock();
  const log = new StandStream<RoomState, RoomEvent>(roomStream(mainShopId, showId), () => clock.nowMs());
  const say = (...names: readonly number[]) =>
    log.append(
      person('bob'),
      names.map((name) => sent(name, `Text ${name}`)),
    );
  say(1, 2, 3, 4);
  /** Runs once, when the next start has begun to follow and does not know it yet. */
  let between: (() => void) | undefined;
  // The room is the only stream of this test.
  const application = {
    read: () => log.read(),
    follow: async (_ref: unknown, ...rest: Parameters<typeof log.follow>) => {
      const following = await log.follow(...rest);
      const run = between;
      between = undefined;
      run?.();
      return following;
    },
  } as unknown as LiveStreamDeps['application'];
  const stream = await LiveStream.open({ clock, logger: pino({ level: 'silent' }), application }, log.ref);
  let restarts = 0;
  const told: StreamChange<RoomState, RoomEvent>[] = [];
  stream.listen({ advance: (change) => told.push(change), restarted: () => (restarts += 1) });
  between = () => {
    log.loseTail(1);
    say(5);
  };
  log.loseTail(1);
  await clock.advance(1000);
  t.equal(restarts, 1, 'readers start anew once, from what the last start read');
  t.same(stream.reading, await log.read());
  t.equal(log.followers, 1);
  told.length = 0;
  say(6);
  t.same(
    told.map(({ from }) => from),
    [3],
    'and what comes then is told once',
  );
  stream.close();
  t.equal(log.followers, 0, 'nothing of an earlier start stays behind');
});
