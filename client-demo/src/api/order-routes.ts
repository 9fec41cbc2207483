import type { OrderSummaryView, ReceiptView } from '#protocol/order-views.ts';
import type { Outcome } from '../live/outcome.ts';
import type { Session } from '../live/session.ts';
import { call } from './call.ts';

/** One's own orders, the last changed first. */
export const listOwnOrders = (
  session: Session,
): Promise<Outcome<{ readonly orders: readonly OrderSummaryView[] }>> =>
  call(session, { method: 'GET', path: '/api/me/orders' });

/** What was paid of an order, for printing; for its buyer and the crew of the shop. */
export const readReceipt = (session: Session, orderId: string): Promise<Outcome<ReceiptView>> =>
  call(session, { method: 'GET', path: `/api/orders/${encodeURIComponent(orderId)}/receipt` });
