import fc from 'fast-check';
import { test } from 'tap';
import type { OrderId, PersonId, TillId } from '#domain/ids.ts';
import {
  decideTills,
  evolveTills,
  initialTillsState,
  type TillCommand,
  type TillsState,
} from '#domain/till/till.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
const tillId = 'till-0001' as TillId;
const cashierId = 'person-cashier' as PersonId;
const pin = { salt: 'salt', iterations: 1, hash: 'hash' };

/** A device that names the drawer it knew (`known`: one of those there ever were, or none), and its shop. */
type Step =
  | { readonly do: 'sell'; readonly amountMinor: number; readonly known: number; readonly isCash: boolean }
  | { readonly do: 'undo'; readonly which: number; readonly known: number }
  | { readonly do: 'open' | 'cash-up'; readonly amountMinor: number };

const amountMinor = fc.integer({ min: 1, max: 9_999 });
const known = fc.nat({ max: 6 });
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('sell' as const), amountMinor, known, isCash: fc.boolean() }),
    fc.record({ do: fc.constant('undo' as const), which: fc.nat({ max: 20 }), known }),
    fc.record({ do: fc.constantFrom('open' as const, 'cash-up' as const), amountMinor }),
  ),
  { maxLength: 60 },
);

/** A till as it stands after some steps, and when each of its drawers was opened. */
class Stall {
  state: TillsState = initialTillsState;
  readonly drawers: number[] = [];
  floatsMinor = 0;
  #nowMs = 1_000;

  constructor() {
    this.do({ type: 'add-till', tillId, label: 'a till' });
    this.do({ type: 'set-cashier', cashier: { personId: cashierId, pin } });
  }

  do(command: TillCommand): boolean {
    const context = { nowMs: (this.#nowMs += 1_000), actor: cashierId, briefing: {} };
    const decision = decideTills(command, this.state, context);
    if (decision.outcome === 'rejected') return false;
    for (const event of decision.events) {
      if (event.type === 'drawer-opened') this.drawers.push(this.#nowMs);
      this.state = evolveTills(this.state, { event, atMs: this.#nowMs, actorId: cashierId });
    }
    return true;
  }

  take(step: Step, at: number): void {
    const drawerAtMs = 'known' in step ? (this.drawers[step.known] ?? null) : null;
    switch (step.do) {
      case 'sell': {
        const method = step.isCash ? 'cash' : 'terminal';
        const sold = { leaseId: 'lease' as never, lines: [], totalMinor: 0, method, drawerAtMs } as const;
        const orderId = `order-${at}` as OrderId;
        const line = { lineId: 'line' as never, skuId: 'cup' as never, quantity: 1, unitPriceMinor: 0 };
        const lines = [{ ...line, amountMinor: step.amountMinor }];
        const totalMinor = step.amountMinor;
        this.do({
          type: 'sell-at-till',
          tillId,
          orderId,
          cashierId,
          deviceAtMs: 5,
          ...sold,
          lines,
          totalMinor,
        });
        return;
      }
      case 'undo': {
        const orderId = `order-${step.which}` as OrderId;
        this.do({ type: 'undo-sale', tillId, orderId, leaseId: null, cashierId, drawerAtMs });
        return;
      }
      case 'open': {
        const floatMinor = step.amountMinor;
        if (this.do({ type: 'open-drawer', tillId, cashierId, floatMinor })) this.floatsMinor += floatMinor;
        return;
      }
      case 'cash-up':
        this.do({ type: 'cash-up', tillId, cashierId, countedMinor: step.amountMinor, note: '' });
    }
  }

  /** All that the drawers say they took, the one that is open and those that were counted. */
  get counted() {
    const till = this.state.tills[0];
    if (till === undefined) throw new Error('there is a till');
    const parts = [
      { cashMinor: -this.floatsMinor, terminalMinor: 0, sales: 0 },
      till.uncounted,
      ...(till.drawer ? [{ ...till.drawer, cashMinor: till.drawer.cashMinor + till.drawer.floatMinor }] : []),
      ...till.cashUps.flatMap(({ expectedMinor, terminalMinor, sales, late }) => [
        { cashMinor: expectedMinor, terminalMinor, sales },
        late,
      ]),
    ];
    return parts.reduce((sum, one) => ({
      cashMinor: sum.cashMinor + one.cashMinor,
      terminalMinor: sum.terminalMinor + one.terminalMinor,
      sales: sum.sales + one.sales,
    }));
  }

  /** What was sold and stands. */
  get sold() {
    const standing = (this.state.tills[0]?.sales ?? []).filter(({ isUndone }) => !isUndone);
    const sumOf = (method: 'cash' | 'terminal') =>
      standing.reduce((sum, sale) => sum + (sale.method === method ? sale.amountMinor : 0), 0);
    return { cashMinor: sumOf('cash'), terminalMinor: sumOf('terminal'), sales: standing.length };
  }
}

test('all money that a till took is counted in exactly one drawer, however late it is told', async (t) => {
  fc.assert(
    fc.property(steps, (played) => {
      const stall = new Stall();
      for (const [at, step] of played.entries()) {
        stall.take(step, at);
        const { counted, sold } = stall;
        if (JSON.stringify(counted) !== JSON.stringify(sold))
          throw new Error(`${JSON.stringify(counted)} is counted of ${JSON.stringify(sold)}`);
      }
    }),
    { numRuns: Number(process.env['LAW_RUNS'] ?? 500) },
  );
  t.pass('no money is lost or counted twice');
});
