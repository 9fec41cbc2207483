import fc from 'fast-check';
import t from 'tap';
import { faultsOf } from './order-laws.ts';
import { OrderModel, stepArbitrary } from './order-model.ts';

/** The seed of a run that failed is printed by fast-check; set it here to see it again. */
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2_147_483_647);

t.test(
  'order, hold, offer and money never disagree, and a replay ends where the live state is',
  async (t) => {
    const accepted = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(stepArbitrary, { minLength: 30, maxLength: 100, size: 'max' }),
        async (steps) => {
          const model = new OrderModel();
          await model.open();
          try {
            for (const step of steps) {
              await model.take(step);
              const faults = faultsOf(await model.books());
              if (faults.length > 0) throw new Error(`after ${step.kind}: ${faults.join('; ')}`);
            }
            const [live, replayed] = [await model.books(), await model.books('replayed')];
            if (JSON.stringify(live) !== JSON.stringify(replayed)) throw new Error('a replay is otherwise');
            for (const [kind, count] of model.accepted) accepted.set(kind, (accepted.get(kind) ?? 0) + count);
          } finally {
            await model.close();
          }
        },
      ),
      { numRuns: 50, seed },
    );
    // A law over commands that are all refused would say nothing.
    t.comment(`seed ${seed}`);
    t.comment(JSON.stringify(Object.fromEntries(accepted)));
    for (const kind of [
      'take',
      'check-out',
      'note',
      'lapse',
      'settle',
      'refund',
      'win',
      'withdraw',
      'hand-out',
    ]) {
      t.ok((accepted.get(kind) ?? 0) > 5, `${kind} happened`);
    }
  },
);
