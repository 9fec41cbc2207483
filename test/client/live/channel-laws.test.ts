import fc from 'fast-check';
import { test } from 'tap';
import { createChannel } from '../../../client-demo/src/live/channel.ts';
import { ChannelStand, channelName } from './channel-stand.ts';

type Step =
  | { readonly do: 'record' | 'lose'; readonly count: number }
  | { readonly do: 'duplicate' | 'cut' | 'restart' | 'trim' | 'silence' | 'refuse' }
  | { readonly do: 'lose-tail'; readonly count: number }
  | { readonly do: 'pass'; readonly ms: number };

const simple = (name: 'duplicate' | 'cut' | 'restart' | 'trim' | 'silence' | 'refuse') =>
  fc.constant<Step>({ do: name });
const counted = (name: 'record' | 'lose' | 'lose-tail') =>
  fc.integer({ min: 1, max: 5 }).map((count): Step => ({ do: name, count }));
const passing = fc.integer({ min: 0, max: 3000 }).map((ms): Step => ({ do: 'pass', ms }));

const faults = [counted('lose'), simple('duplicate'), simple('cut'), simple('restart'), simple('silence')];
const recoverable = fc.oneof(
  counted('record'),
  counted('record'),
  passing,
  passing,
  ...faults,
  simple('refuse'),
);
const anything = fc.oneof(recoverable, recoverable, recoverable, simple('trim'), counted('lose-tail'));

const walk = async (stand: ChannelStand, steps: readonly Step[]): Promise<void> => {
  let made = 0;
  const values = (count: number) => Array.from({ length: count }, () => `value ${(made += 1)}`);
  for (const step of steps) {
    if (step.do === 'record' || step.do === 'lose') stand.record(values(step.count), step.do === 'lose');
    else if (step.do === 'duplicate') stand.duplicate();
    else if (step.do === 'cut') stand.cut();
    else if (step.do === 'restart') stand.cut(4000);
    else if (step.do === 'trim') stand.trimmedTo = stand.log.length;
    else if (step.do === 'silence') stand.silences += 1;
    else if (step.do === 'refuse') stand.refusals.push('server-overloaded');
    else if (step.do === 'lose-tail') stand.loseTail(step.count);
    else if ('ms' in step) await stand.pass(step.ms);
    await stand.stand.time.settle();
  }
  // The faults end. One more value, and time enough for the longest deadline and back-off, several times over.
  stand.silences = 0;
  stand.refusals = [];
  await stand.pass(30_000);
  stand.record(values(1));
  await stand.pass(1000);
};

const follow = (stand: ChannelStand) => {
  const has = { values: [] as unknown[], snapshots: 0, isAlwaysTrue: true };
  const look = () => {
    // As long as the log loses nothing, what a follower has is its beginning, whatever was lost on the way.
    has.isAlwaysTrue &&= has.values.every((value, index) => value === stand.values[index]);
  };
  const channel = createChannel<readonly unknown[], unknown>({
    socket: stand.stand.socket,
    channel: channelName,
    time: stand.stand.time,
    onSnapshot: (values) => {
      has.values = [...values];
      has.snapshots += 1;
      look();
    },
    onEvents: (events) => {
      has.values.push(...events);
      look();
    },
    onRefused: () => {},
  });
  return { has, channel };
};

void test('over lost, repeated and cut frames no value is missing, twice or out of order, at any moment', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(recoverable, { minLength: 5, maxLength: 30 }), async (steps) => {
      const stand = new ChannelStand((values) => values);
      const { has, channel } = follow(stand);
      await walk(stand, steps);
      channel.close();
      stand.stand.socket.close();
      return has.isAlwaysTrue && JSON.stringify(has.values) === JSON.stringify(stand.values);
    }),
    { numRuns: 60 },
  );
  t.pass('held');
});

void test('a log that forgets or loses its tail ends in the same list as everywhere', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 5, maxLength: 30 }), async (steps) => {
      const stand = new ChannelStand((values) => values);
      const { has, channel } = follow(stand);
      await walk(stand, steps);
      channel.close();
      stand.stand.socket.close();
      return JSON.stringify(has.values) === JSON.stringify(stand.values);
    }),
    { numRuns: 60 },
  );
  t.pass('held');
});
