import type { Test } from 'tap';
import type { Bus, BusMessage, RecordedEvent } from '#application/ports.ts';
import { randomIds } from '#application/id-source.ts';
import { MemoryEventLog } from '#storage/memory/memory-event-log.ts';
import { appendTexts, streamOf, textsOf } from './append-examples.ts';

/** Opens a bus; closes it when the test ends. `errors` collects what its listeners throw. */
export type OpenBus = (t: Test) => Promise<{ bus: Bus; errors: unknown[] }>;

/** What every bus must do when nothing is lost; that messages may be lost is what the log is for. */
export function busContract(t: Test, open: OpenBus): void {
  t.test('listeners of a topic hear its messages in order, and those of others do not', async (t) => {
    const { bus } = await open(t);
    const heard = listen(bus, 'a');
    const elsewhere = listen(bus, 'b');
    const [one, two, three] = await messages(3);
    for (const message of [one, two, three]) if (message) bus.publish('a', message);
    t.same(await heard.next(3), ['0', '1', '2']);
    t.same(elsewhere.all(), []);
  });

  t.test('no listener is called before publish returns', async (t) => {
    const { bus } = await open(t);
    const heard = listen(bus, 'a');
    const [message] = await messages(1);
    if (message) bus.publish('a', message);
    t.same(heard.all(), []);
    t.same(await heard.next(1), ['0']);
  });

  t.test('whoever stopped listening hears nothing more, and stopping twice does no harm', async (t) => {
    const { bus } = await open(t);
    const stopped = listen(bus, 'a');
    const heard = listen(bus, 'a');
    stopped.stop();
    stopped.stop();
    const [message] = await messages(1);
    if (message) bus.publish('a', message);
    t.same(await heard.next(1), ['0']);
    t.same(stopped.all(), []);
  });

  t.test('a listener that throws is reported and does not keep the others from hearing', async (t) => {
    const { bus, errors } = await open(t);
    const fault = new Error('listener');
    bus.subscribe('a', () => {
      throw fault;
    });
    const heard = listen(bus, 'a');
    const [message] = await messages(1);
    if (message) bus.publish('a', message);
    t.same(await heard.next(1), ['0']);
    t.same(errors, [fault]);
  });

  t.test('a listener may publish and stop while it listens', async (t) => {
    const { bus } = await open(t);
    const [first, second] = await messages(2);
    const stop = bus.subscribe('a', () => {
      stop();
      if (second) bus.publish('b', second);
    });
    const heard = listen(bus, 'b');
    if (first) bus.publish('a', first);
    t.same(await heard.next(1), ['1']);
  });

  t.test('a closed bus takes messages in silence, and closing twice does no harm', async (t) => {
    const { bus } = await open(t);
    const heard = listen(bus, 'a');
    await bus.close();
    await bus.close();
    const [message] = await messages(1);
    if (message) bus.publish('a', message);
    t.same(heard.all(), []);
  });
}

/** Messages as the core publishes them, each with one event that says its number. */
async function messages(count: number): Promise<readonly BusMessage[]> {
  const log = new MemoryEventLog({ ids: randomIds, nowMs: () => 1_000 });
  const texts = Array.from({ length: count }, (_, index) => `${index}`);
  await appendTexts(log, 'a', 0, ...texts);
  const recorded: readonly RecordedEvent[] = await log.read(streamOf('a'), 0, count);
  return recorded.map((event) => ({ recorded: [event] }));
}

function listen(bus: Bus, topic: string) {
  const heard: unknown[] = [];
  let wake = (): void => undefined;
  const stop = bus.subscribe(topic, ({ recorded }) => {
    heard.push(...textsOf(recorded));
    wake();
  });
  return {
    stop,
    all: () => heard,
    /** Resolves once `count` events were heard. */
    async next(count: number): Promise<readonly unknown[]> {
      while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return heard;
    },
  };
}
