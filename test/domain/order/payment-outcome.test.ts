import t, { type Test } from 'tap';
import fc from 'fast-check';
import {
  outcomeAfter,
  silentPayment,
  type PaymentOutcome,
  type PaymentStanding,
} from '#domain/order/payment-outcome.ts';

type Said = Parameters<typeof outcomeAfter>[1];

const providerRef = fc.constantFrom('cs_1', 'cs_2', 'pi_1', 'pi_2');
const outcome: fc.Arbitrary<PaymentOutcome> = fc.oneof(
  fc.record({ status: fc.constant('succeeded' as const), providerRef }),
  fc.record({ status: fc.constant('pending' as const), providerRef }),
  fc.record({
    status: fc.constant('action-required' as const),
    providerRef,
    url: fc.constantFrom('https://pay/1', 'https://pay/2'),
  }),
  fc.record({
    status: fc.constant('failed' as const),
    providerRef: fc.option(providerRef, { nil: null }),
    declineCode: fc.constantFrom('expired', 'canceled', 'card_declined'),
  }),
);
// Few moments, so that many words share one: Stripe's clock counts in seconds.
const saidAtMs = fc.integer({ min: 1, max: 4 });
const word: fc.Arbitrary<Said> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('outcome' as const), outcome, saidAtMs }), weight: 4 },
  fc.record({ kind: fc.constant('refunded' as const), refundedMinor: fc.nat(500), saidAtMs }),
);
const words = fc.array(word, { maxLength: 12 });

const after = (said: readonly Said[], from = silentPayment): PaymentStanding =>
  said.reduce(outcomeAfter, from);

function assertLaw(t: Test, property: fc.IProperty<unknown>): void {
  // fast-check prints seed and path of a failure; FC_SEED repeats it.
  const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
  t.doesNotThrow(() => {
    fc.assert(property, { numRuns: 1000, seed, verbose: 1 });
  });
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);

t.test('the same words end in the same standing, in any order and however often each comes', async (t) => {
  const shuffled = words.chain((said) =>
    fc.record({
      said: fc.constant(said),
      // Every word at least once, some of them again, in another order.
      heard: fc
        .subarray(said)
        .chain((again) =>
          fc.shuffledSubarray([...said, ...again], { minLength: said.length + again.length }),
        ),
    }),
  );
  assertLaw(
    t,
    fc.property(shuffled, ({ said, heard }) => same(after(said), after(heard))),
  );
});

t.test('what was lost changes nothing once somebody asked and the answer is final', async (t) => {
  const final: fc.Arbitrary<PaymentOutcome> = outcome.filter(({ status }) => status === 'succeeded');
  const history = fc.record({
    // The provider never says that another intent succeeded: there is one per payment.
    before: words.map((said) =>
      said.filter((one) => one.kind === 'refunded' || one.outcome.status !== 'succeeded'),
    ),
    final,
  });
  const heardOf = history.chain(({ before, final: end }) => {
    const said: readonly Said[] = [...before, { kind: 'outcome', outcome: end, saidAtMs: 5 }];
    return fc.record({
      said: fc.constant(said),
      heard: fc.shuffledSubarray([...said]),
      end: fc.constant(end),
    });
  });
  assertLaw(
    t,
    fc.property(heardOf, ({ said, heard, end }) => {
      const looked: Said = { kind: 'outcome', outcome: end, saidAtMs: 5 };
      return same(after(said).outcome, after([...heard, looked]).outcome);
    }),
  );
});

t.test('a success is never taken back, a failure only by a success, and refunds never shrink', async (t) => {
  assertLaw(
    t,
    fc.property(words, word, (said, next) => {
      const before = after(said);
      const then = outcomeAfter(before, next);
      if (then.refundedMinor < before.refundedMinor) return false;
      if (before.outcome?.status === 'succeeded') return then.outcome?.status === 'succeeded';
      if (before.outcome?.status === 'failed')
        return ['failed', 'succeeded'].includes(then.outcome?.status ?? '');
      return before.outcome === null || then.outcome !== null;
    }),
  );
});

t.test('of what is still open the later word stands', async (t) => {
  const page: Said = {
    kind: 'outcome',
    outcome: { status: 'action-required', providerRef: 'cs_1', url: 'https://pay/1' },
    saidAtMs: 2,
  };
  const works: Said = { kind: 'outcome', outcome: { status: 'pending', providerRef: 'cs_1' }, saidAtMs: 3 };
  t.equal(after([page, works]).outcome?.status, 'pending');
  t.equal(after([works, page]).outcome?.status, 'pending');
  t.equal(after([{ ...page, saidAtMs: 4 }, works]).outcome?.status, 'action-required');
});

t.test(
  'a word that says nothing new leaves the standing as it is, so that nothing has to be written',
  async (t) => {
    const once = after([
      { kind: 'outcome', outcome: { status: 'pending', providerRef: 'cs_1' }, saidAtMs: 3 },
    ]);
    t.equal(
      after([{ kind: 'outcome', outcome: { status: 'pending', providerRef: 'cs_1' }, saidAtMs: 3 }], once),
      once,
    );
    t.equal(after([{ kind: 'refunded', refundedMinor: 0, saidAtMs: 9 }], once), once);
  },
);
