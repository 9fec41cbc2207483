export type { TillCommand, TillLine, TillRejectionCode } from './commands.ts';
export type { TillEvent } from './events.ts';
export {
  initialTillsState,
  maximumTillSales,
  type Cashier,
  type CashUp,
  type Drawer,
  type Takings,
  type Till,
  type TillSale,
  type TillsState,
} from './state.ts';
export { evolveTills } from './evolve.ts';
export { decideTills, saleOf, tillOf } from './decide.ts';
