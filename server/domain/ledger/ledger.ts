export type {
  Awaiting,
  LedgerBriefing,
  LedgerCommand,
  LedgerRejectionCode,
  StockLine,
  StockRequest,
} from './commands.ts';
export type { LedgerEvent } from './events.ts';
export {
  initialLedgerState,
  maximumHolds,
  maximumQuantity,
  type Hold,
  type HoldLine,
  type HoldOwner,
  type Lease,
  type LeaseLine,
  type LedgerState,
  type Movement,
  type Pool,
  type ReleasePlan,
  type ReleaseStep,
  type Reserve,
  type SalesAudience,
  type Shortfall,
} from './state.ts';
export { decideLedger } from './decide.ts';
export { decideStock } from './decide-stock.ts';
export { evolveLedger } from './evolve.ts';
export { deficitOf, freeOf, poolOf, poolsOf, reservedOf, totalFreeOf } from './pools.ts';
export {
  availabilityOf,
  availableOf,
  holdOf,
  leaseOf,
  linesOfHold,
  type AvailabilityState,
} from './selectors.ts';
