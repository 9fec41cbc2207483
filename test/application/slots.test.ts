import { test } from 'tap';
import { createSlots } from '#application/pictures/slots.ts';

const pending = () => Promise.withResolvers<undefined>();
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('so many pieces of work run at once, and the next in line begins when one ends, however it ends', async (t) => {
  const slots = createSlots(2, 2);
  const gates = [pending(), pending(), pending()];
  const begun: number[] = [];
  const runs = gates.map((gate, index) =>
    slots.run(() => {
      begun.push(index);
      return gate.promise;
    }),
  );
  await settle();
  t.same(begun, [0, 1]);
  gates[1]?.reject(new Error('broken'));
  await t.rejects(runs[1] ?? Promise.resolve(), /broken/);
  await settle();
  t.same(begun, [0, 1, 2]);
  gates.forEach(({ resolve }) => resolve(undefined));
  await Promise.all([runs[0], runs[2]]);
});

test('a line that is full takes nobody, and takes again when somebody was served', async (t) => {
  const slots = createSlots(1, 1);
  const gate = pending();
  const [first, second] = [slots.run(() => gate.promise), slots.run(async () => 'second')];
  await t.rejects(
    slots.run(async () => 'third'),
    { code: 'server-overloaded' },
  );
  gate.resolve(undefined);
  await first;
  t.equal(await second, 'second');
  t.equal(await slots.run(async () => 'fourth'), 'fourth');
});
