import fc from 'fast-check';
import { test } from 'tap';
import { roomReading } from '#test/support/room-reading.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import {
  anything,
  channel,
  plain,
  RoomScene,
  withLosses,
  type SceneReader,
  type Step,
} from './room-scenario.ts';

const runs = Number(process.env['LAW_RUNS'] ?? 60);
const evening = (step: fc.Arbitrary<Step>) => fc.array(step, { minLength: 5, maxLength: 60 });

/** What somebody who opens the page now would have, put into the same order. */
async function fresh(scene: RoomScene, { role, name }: SceneReader) {
  const reader = new ChannelReader(channel);
  await scene.world.settle(reader.resume(await scene.world.open(role, name)));
  return sorted(reader);
}

function sorted(reader: ChannelReader<typeof channel>) {
  const { rulings, ...rest } = roomReading(reader);
  return { ...rest, rulings: rulings.toSorted((one, other) => one.rulingId.localeCompare(other.rulingId)) };
}

const converges = (step: fc.Arbitrary<Step>) =>
  fc.asyncProperty(evening(step), async (steps) => {
    const scene = new RoomScene();
    await scene.play(steps);
    await scene.gather();
    for (const one of scene.readers) {
      const have = JSON.stringify(sorted(one.reader));
      const want = JSON.stringify(await fresh(scene, one));
      if (have !== want) throw new Error(`${one.name} has\n${have}\ninstead of\n${want}`);
      if (one.reader.faults.length > 0) throw new Error(one.reader.faults.join());
    }
    if (scene.leaks.length > 0) throw new Error(scene.leaks.join('\n'));
  });

test(
  'whatever happens, every reader ends with exactly what is presented, and is never sent what is not theirs',
  { timeout: 300_000 },
  async () => {
    await fc.assert(converges(anything), { numRuns: runs });
  },
);

test('the same over a log that loses its tail now and then', { timeout: 300_000 }, async () => {
  await fc.assert(converges(withLosses), { numRuns: runs });
});

test(
  'plain messages arrive once each and in the order of the room, over any cuts and returns',
  { timeout: 300_000 },
  async () => {
    const property = fc.asyncProperty(evening(plain), async (steps) => {
      const scene = new RoomScene();
      await scene.play(steps);
      await scene.gather();
      const wanted = scene.world.roomStream.state.messages.map(({ messageId }) => messageId as string);
      for (const { reader, name } of scene.readers) {
        const arrived = reader.all.flatMap((event) =>
          event.type === 'room.message' ? [event.message.messageId] : [],
        );
        const inView = roomReading(reader).messages.map(({ messageId }) => messageId);
        if (new Set(arrived).size !== arrived.length)
          throw new Error(`${name} was told twice: ${arrived.join()}`);
        if (inView.join() !== wanted.join()) throw new Error(`${name} has ${inView.join()}`);
        const places = arrived.map((id) => wanted.indexOf(id));
        if (places.some((place, index) => place < (places[index - 1] ?? -1)))
          throw new Error(`${name}: out of order`);
      }
    });
    await fc.assert(property, { numRuns: runs });
  },
);
