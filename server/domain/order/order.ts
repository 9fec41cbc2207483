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
export {
  addLine,
  cancelLines,
  changeLine,
  checkTaking,
  freshLine,
  itemsOf,
  nothingHeld,
  resized,
  type Holding,
  type Opening,
} from './decide-cart.ts';
export { checkCart, checkTotal, deliveryFor, placeLines } from './decide-check-out.ts';
export { isWin, lapseLine, limitOrder } from './decide-deadlines.ts';
export { handOut, ship, undoHandOut } from './decide-handing.ts';
export {
  giveUp,
  giveUpAnyway,
  notePayment,
  payableLines,
  settle,
  startPayment,
  type PaymentScope,
  type SoldLine,
} from './decide-payment.ts';
export { isByHand, noteRefund, refundLines, returnParcel, type RefundWish } from './decide-refund.ts';
export { retryRefund } from './decide-retry.ts';
export { needsAttention, owedByRefund, owedMinor, parcelPaidMinor } from './owed.ts';
export {
  cartLines,
  cartMinor,
  dueLines,
  dueMinor,
  isUnderWay,
  mayComeThroughUntilMs,
  keptLines,
  lineOf,
  liveLines,
  openPayments,
  paidMinor,
  paymentOf,
  refundedMinor,
  shippingDueMinor,
  standingOf,
  sumOf,
  winOf,
  type OrderStanding,
  type PresentOrder,
} from './selectors.ts';
