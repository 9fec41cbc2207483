import fc from 'fast-check';
import { test } from 'tap';
import { ProxySlots } from '#http/hls/proxy-slots.ts';

const refusal = { code: 'server-overloaded', details: { retryAfterMs: 1000 } };

test('all addresses together have the whole, and each of them half', async (t) => {
  const slots = new ProxySlots(5);
  const one = [slots.take('one'), slots.take('one'), slots.take('one')];
  t.throws(() => slots.take('one'), refusal);
  slots.take('other');
  const last = slots.take('other');
  t.throws(() => slots.take('third'), refusal);
  one[0]?.();
  slots.take('third');
  t.throws(() => slots.take('one'), refusal);
  last();
  slots.take('one');
});

test('a proxy of no slots passes nothing on', async (t) => {
  t.throws(() => new ProxySlots(0).take('one'), refusal);
});

test('whatever comes and goes, never more than the limit is out, and all comes back', async () => {
  const step = fc.oneof(
    fc.record({ take: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ back: fc.nat({ max: 20 }) }),
  );
  fc.assert(
    fc.property(fc.nat({ max: 6 }), fc.array(step), (limit, steps) => {
      const slots = new ProxySlots(limit);
      const given: (() => void)[] = [];
      const out = new Set<() => void>();
      for (const one of steps) {
        if ('take' in one) {
          try {
            const back = slots.take(one.take);
            given.push(back);
            out.add(back);
          } catch {
            // Refused: the limits are looked at below.
          }
        } else {
          const back = given[one.back];
          // Giving back twice must count once.
          if (back !== undefined) back();
          if (back !== undefined) out.delete(back);
        }
        if (out.size > limit) throw new Error(`${out.size} of ${limit}`);
      }
      for (const back of given) back();
      if (limit > 0) slots.take('a');
    }),
  );
});
