import type { LedgerEvent, LedgerState, ReleasePlan } from '#domain/ledger/ledger.ts';
import type { ShopId, SkuId } from '#domain/ids.ts';
import type { Application } from '../application.ts';
import type { Policy } from '../policy.ts';
import { shopStreamId } from '../streams.ts';
import { Timers, type Timer } from '../timers.ts';

export interface LedgerTimersDeps {
  readonly shopId: ShopId;
  readonly application: Pick<Application, 'nowMs' | 'execute' | 'startPolicy'>;
  readonly readLedger: () => Promise<LedgerState>;
  readonly onError: (error: unknown, where: string) => void;
}

/**
 * Releases the room's reserve by its timetable. Resolves once it hears of every timetable that is made; those that stand
 * are armed in the background. A step that was taken off meanwhile refuses its command. The caller wakes and closes it.
 */
export async function keepLedgerTimers(deps: LedgerTimersDeps): Promise<Timers> {
  const { application, readLedger, onError } = deps;
  const timers = new Timers({ application, onError });
  await application.startPolicy(ledgerTimers(timers, deps));
  readLedger()
    .then(({ releasePlans }) => releasePlans.forEach((plan) => arm(timers, plan)))
    .catch((error: unknown) => onError(error, 'timers'));
  return timers;
}

const ledgerTimers = (timers: Timers, { shopId }: LedgerTimersDeps): Policy => ({
  name: 'ledger-timers',
  startsAt: 'now',
  cursor: 'none',
  async handle({ recorded }) {
    if (recorded.streamId !== shopStreamId(shopId, 'ledger')) return;
    // The ledger's stream holds ledger events only.
    const event = recorded.event as LedgerEvent;
    if (event.type === 'release-planned') arm(timers, event.plan);
  },
});

const arm = (timers: Timers, { skuId, steps }: ReleasePlan): void =>
  steps.forEach(({ atMs }) => timers.arm(stepOf(skuId, atMs)));

const stepOf = (skuId: SkuId | null, atMs: number): Timer => ({
  key: `timer:release ${skuId ?? 'all'} ${atMs}`,
  dueAtMs: atMs,
  command: { type: 'release-by-timetable', skuId, atMs },
});
