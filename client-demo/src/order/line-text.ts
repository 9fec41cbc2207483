import type { OrderLineView, OrderStatus } from '#protocol/order-views.ts';
import type { MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';

const lineKeys: Record<OrderLineView['status'], MessageKey> = {
  'in-cart': 'order.lineInCart',
  lapsed: 'order.lineLapsed',
  placed: 'order.linePlaced',
  overdue: 'order.lineOverdue',
  paid: 'order.linePaid',
  'handed-out': 'order.lineHandedOut',
  shipped: 'order.lineShipped',
  withdrawn: 'order.lineWithdrawn',
  refunded: 'order.lineRefunded',
};

/** What became of a line, in words. */
export const lineText = ({ status }: Pick<OrderLineView, 'status'>): string => t(lineKeys[status]);

const statusKeys: Record<OrderStatus, MessageKey> = {
  empty: 'order.statusEmpty',
  cart: 'order.statusCart',
  'awaiting-payment': 'order.statusAwaiting',
  overdue: 'order.statusOverdue',
  paid: 'order.statusPaid',
  'partly-handed-out': 'order.statusPartly',
  done: 'order.statusDone',
  withdrawn: 'order.statusWithdrawn',
  refunded: 'order.statusRefunded',
};

/** How people name the whole order. */
export const statusText = (status: OrderStatus): string => t(statusKeys[status]);
