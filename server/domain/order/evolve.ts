import type { OrderOccurrence } from './events.ts';
import { evolveLines } from './evolve-lines.ts';
import { evolvePayments } from './evolve-payments.ts';
import { evolveRefunds } from './evolve-refunds.ts';
import type { OrderState } from './state.ts';

/**
 * The order after one event. Pure and total: never throws, and an event that does not fit the state (which no decider
 * makes) changes nothing but the count.
 */
export function evolveOrder(state: OrderState, occurrence: OrderOccurrence): OrderState {
  const { event, atMs } = occurrence;
  if (event.type === 'order-opened') return opened(state, occurrence);
  if (state.status === 'absent') return state;
  const counted = { ...state, version: state.version + 1 };
  switch (event.type) {
    case 'payment-started':
    case 'payment-noted':
    case 'lines-paid':
      return evolvePayments(counted, event, atMs);
    case 'refund-started':
    case 'refund-noted':
      return evolveRefunds(counted, event);
    default:
      return evolveLines(counted, event, atMs);
  }
}

function opened(state: OrderState, { event, atMs }: OrderOccurrence): OrderState {
  if (event.type !== 'order-opened') return state;
  if (state.status === 'present') return { ...state, version: state.version + 1 };
  const { orderId, showId, buyerId, currency } = event;
  return {
    status: 'present',
    version: 1,
    orderId,
    showId,
    buyerId,
    currency,
    lines: [],
    payments: [],
    refunds: [],
    delivery: null,
    pickUpCode: null,
    isSent: false,
    createdAtMs: atMs,
  };
}
