import type { OrderLine, OrderState, Payment } from '#domain/order/order.ts';
import type { OrderStatus } from '#protocol/commerce-views.ts';

type PresentOrder = Extract<OrderState, { readonly status: 'present' }>;

/** The whole order in one word, as people name it. */
export function orderStatusOf({ lines }: Pick<PresentOrder, 'lines'>): OrderStatus {
  const has = (...statuses: readonly OrderLine['status'][]) =>
    lines.some(({ status }) => statuses.includes(status));
  if (has('overdue')) return 'overdue';
  if (has('placed')) return 'awaiting-payment';
  const isHanded = has('handed-out', 'shipped');
  if (has('paid')) return isHanded ? 'partly-handed-out' : 'paid';
  if (has('in-cart', 'lapsed')) return 'cart';
  if (isHanded) return 'done';
  if (has('refunded')) return 'refunded';
  return has('withdrawn') ? 'withdrawn' : 'empty';
}

const sumOf = (lines: readonly OrderLine[], ...statuses: readonly OrderLine['status'][]): number =>
  lines
    .filter(({ status }) => statuses.includes(status))
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** What lies in the cart, lapsed lines included. */
export const cartMinor = ({ lines }: PresentOrder): number => sumOf(lines, 'in-cart', 'lapsed');

const isSucceeded = ({ status }: Payment): boolean => status === 'succeeded';

export const paidMinor = ({ payments }: PresentOrder): number =>
  payments.filter(isSucceeded).reduce((sum, { amountMinor }) => sum + amountMinor, 0);

export const refundedMinor = ({ payments }: PresentOrder): number =>
  payments.reduce((sum, payment) => sum + payment.refundedMinor, 0);

/** Ordered and not paid. */
export const dueMinor = ({ lines }: PresentOrder): number => sumOf(lines, 'placed', 'overdue');
