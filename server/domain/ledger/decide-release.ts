import { accepted, rejected } from '../decision.ts';
import type { SkuId } from '../ids.ts';
import type { LedgerCommand, LedgerDecision } from './commands.ts';
import type { LedgerEvent } from './events.ts';
import type { LedgerState, ReleaseStep, Reserve } from './state.ts';

type Command<Type extends LedgerCommand['type']> = Extract<LedgerCommand, { readonly type: Type }>;

/** Later in time, and never more set aside than before. */
const isTimetable = (steps: readonly ReleaseStep[]): boolean =>
  steps.every(({ atMs, percent }, index) => {
    const before = steps[index - 1];
    return before === undefined || (before.atMs < atMs && before.percent >= percent);
  });

/** All of it lies ahead: a step that was done once is not done again. */
export function decidePlan(
  { skuId, steps }: Command<'plan-release'>,
  { releasePlans }: LedgerState,
  nowMs: number,
): LedgerDecision {
  const [first] = steps;
  if (!isTimetable(steps) || (first !== undefined && first.atMs <= nowMs))
    return rejected('release-plan-invalid');
  const stands = releasePlans.some((plan) => plan.skuId === skuId);
  if (steps.length === 0 && !stands) return rejected('stock-unchanged');
  return accepted({ type: 'release-planned', plan: { skuId, steps } });
}

/** A step that is no longer planned was done, or taken off the timetable. */
export function decideStep(
  { skuId, atMs }: Command<'release-by-timetable'>,
  state: LedgerState,
): LedgerDecision {
  const plan = state.releasePlans.find((one) => one.skuId === skuId);
  const step = plan?.steps.find((one) => one.atMs === atMs);
  if (step === undefined) return rejected('stock-unchanged');
  const released = affectedBy(state, skuId).flatMap((reserve): readonly LedgerEvent[] => {
    const quantity = reserve.remaining - keptOf(reserve, step.percent);
    if (quantity <= 0) return [];
    return [{ type: 'reserve-released', skuId: reserve.skuId, quantity, by: 'timetable' }];
  });
  return accepted(...released, { type: 'release-step-done', skuId, atMs });
}

/** Of what stands aside and what was released before; what the room took is no part of it any more. */
const keptOf = ({ remaining, released }: Reserve, percent: number): number =>
  Math.ceil(((remaining + released) * percent) / 100);

/** A SKU with a timetable of its own does not follow that of all. */
const affectedBy = ({ reserves, releasePlans }: LedgerState, skuId: SkuId | null): readonly Reserve[] => {
  if (skuId !== null) return reserves.filter((reserve) => reserve.skuId === skuId);
  const own = new Set(releasePlans.map((plan) => plan.skuId));
  return reserves.filter((reserve) => !own.has(reserve.skuId));
};
