import t from 'tap';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import { busContract } from '#test/contract/bus-contract.ts';

t.test('the bus within one process', async (t) => {
  busContract(t, async (t) => {
    const errors: unknown[] = [];
    const bus = new InProcessBus({ onListenerError: (error) => errors.push(error) });
    t.teardown(() => bus.close());
    return { bus, errors };
  });
});

t.test('at its limit the bus drops the oldest message', async (t) => {
  const bus = new InProcessBus({ onListenerError: (error) => t.error(error), maximumWaiting: 2 });
  t.teardown(() => bus.close());
  let calls = 0;
  bus.subscribe('a', () => (calls += 1));
  for (let count = 0; count < 5; count++) bus.publish('a', { recorded: [] });
  await new Promise((resolve) => setImmediate(resolve));
  t.equal(calls, 2);
});
