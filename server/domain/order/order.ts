export type { CartCommand, OrderCommand, OrderRejectionCode } from './commands.ts';
export type { OrderEvent } from './events.ts';
export {
  initialOrderState,
  maximumLines,
  maximumPieces,
  type Delivery,
  type LineSource,
  type LineStatus,
  type OrderItem,
  type OrderLine,
  type OrderState,
  type Payment,
  type PaymentMethod,
  type PaymentStatus,
  type Refund,
} from './state.ts';
export { evolveOrder } from './evolve.ts';
