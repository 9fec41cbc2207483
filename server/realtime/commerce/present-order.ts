import type { Application } from '#application/application.ts';
import type {
  LineSource,
  OrderLine,
  OrderState,
  Payment,
  PresentOrder,
  Refund,
} from '#domain/order/order.ts';
import { owedByRefund, parcelPaidMinor } from '#domain/order/owed.ts';
import { cartMinor, dueMinor, paidMinor, refundedMinor, standingOf } from '#domain/order/selectors.ts';
import type { OrderId, PersonId } from '#domain/ids.ts';
import type { OrderLineView, OrderView, OwedRefundView } from '#protocol/order-views.ts';
import type { Reader } from '../channels/channel-kind.ts';

/** What a presentation of an order knows beside its state. */
export interface OrderSurroundings {
  readonly orderId: OrderId;
  /** Of an order in which nothing was bought yet. */
  readonly currency: string;
  readonly paddleOf: (personId: PersonId) => number | null;
  readonly names: Pick<Application['names'], 'nameOf'>;
}

/** An order as its buyer or the crew may see it now. */
export function presentOrder(around: OrderSurroundings, state: OrderState, reader: Reader): OrderView {
  if (state.status === 'absent') return emptyOrder(around);
  const { buyerId } = state;
  const isBuyer = buyerId !== null && buyerId === reader.personId;
  return {
    orderId: state.orderId,
    showId: state.showId,
    status: standingOf(state),
    currency: state.currency,
    lines: state.lines.map(presentLine),
    delivery: state.delivery,
    pickUpCode: state.pickUpCode,
    cartMinor: cartMinor(state),
    dueMinor: dueMinor(state),
    paidMinor: paidMinor(state),
    refundedMinor: refundedMinor(state),
    parcelPaidMinor: parcelPaidMinor(state),
    payments: state.payments.map((payment) => presentPayment(payment, isBuyer)),
    createdAtMs: state.createdAtMs,
    ...(reader.audience === 'staff' ? ofCrew(around, state) : {}),
  };
}

const ofCrew = (
  around: OrderSurroundings,
  order: PresentOrder,
): Required<Pick<OrderView, 'buyer' | 'owed'>> => ({
  buyer: order.buyerId === null ? null : buyerOf(around, order.buyerId),
  owed: order.refunds.filter(({ owed }) => owed.length > 0).map((refund) => presentOwed(order, refund)),
});

function presentOwed(order: PresentOrder, refund: Refund): OwedRefundView {
  const { refundId, amountMinor, lineIds, reason, declineCode } = refund;
  const titles = order.lines.filter(({ lineId }) => lineIds.includes(lineId)).map(({ title }) => title);
  return { refundId, amountMinor, owedMinor: owedByRefund(refund), titles, reason, declineCode };
}

const emptyOrder = ({ orderId, currency }: OrderSurroundings): OrderView => ({
  orderId,
  showId: null,
  status: 'empty',
  currency,
  lines: [],
  delivery: null,
  pickUpCode: null,
  cartMinor: 0,
  dueMinor: 0,
  paidMinor: 0,
  refundedMinor: 0,
  parcelPaidMinor: 0,
  payments: [],
  createdAtMs: 0,
});

const buyerOf = (
  { names, paddleOf }: OrderSurroundings,
  personId: PersonId,
): NonNullable<OrderView['buyer']> => ({
  personId,
  name: names.nameOf(personId),
  paddle: paddleOf(personId),
});

export function presentLine(line: OrderLine): OrderLineView {
  const { lineId, source, title, taxLabel, pieces, items, unitPriceMinor, amountMinor } = line;
  const { refundedMinor: refunded, status, deadlineMs, isRehearsal } = line;
  return {
    lineId,
    source: { kind: source.kind, id: idOf(source) },
    title,
    taxLabel,
    pieces,
    items,
    unitPriceMinor,
    amountMinor,
    refundedMinor: refunded,
    status,
    deadlineMs,
    isRehearsal,
  };
}

function idOf(source: LineSource): string {
  switch (source.kind) {
    case 'offer':
      return source.offerId;
    case 'lot':
      return source.lotId;
    case 'till':
      return source.tillId;
  }
}

function presentPayment(payment: Payment, isBuyer: boolean): OrderView['payments'][number] {
  const { paymentId, method, amountMinor, status, url, startedAtMs } = payment;
  const isToBePaid = isBuyer && status === 'action-required';
  return {
    paymentId,
    method,
    amountMinor,
    status,
    url: isToBePaid ? url : null,
    refundedMinor: payment.refundedMinor,
    startedAtMs,
  };
}
