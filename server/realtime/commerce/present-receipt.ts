import type { Contact } from '#application/contacts/contact-store.ts';
import type { ShopSettings } from '#domain/catalogue/catalogue.ts';
import type { OrderLine, OrderState } from '#domain/order/order.ts';
import { refundedMinor } from '#domain/order/selectors.ts';
import type { ReceiptView } from '#protocol/order-views.ts';
import { presentLine } from './present-order.ts';

export interface ReceiptSurroundings {
  readonly settings: ShopSettings;
  readonly showTitle: string;
  readonly contact: Pick<Contact, 'name' | 'address'> | undefined;
  /** Store time. */
  readonly nowMs: number;
}

const paidStatuses: readonly OrderLine['status'][] = ['paid', 'handed-out', 'shipped', 'refunded'];

/** What was paid of an order, as it is printed. */
export function presentReceipt(
  order: Extract<OrderState, { readonly status: 'present' }>,
  { settings, showTitle, contact, nowMs }: ReceiptSurroundings,
): ReceiptView {
  const lines = order.lines.filter(
    ({ status, isRehearsal }) => paidStatuses.includes(status) && !isRehearsal,
  );
  const payments = order.payments.filter(({ status }) => status === 'succeeded');
  const isParcel = order.delivery?.kind === 'parcel';
  return {
    orderId: order.orderId,
    shopName: settings.name,
    showTitle,
    currency: order.currency,
    buyerName: contact?.name ?? null,
    address: isParcel ? (contact?.address ?? null) : null,
    pickUpText: order.delivery?.kind === 'pick-up' ? settings.pickUpText : null,
    lines: lines.map(presentLine),
    shippingMinor: payments.reduce((sum, { shippingMinor }) => sum + shippingMinor, 0),
    totalMinor: payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    refundedMinor: refundedMinor(order),
    taxes: taxesOf(lines),
    payments: payments.map(({ method, amountMinor, startedAtMs }) => ({ method, amountMinor, startedAtMs })),
    createdAtMs: order.createdAtMs,
    printedAtMs: nowMs,
  };
}

function taxesOf(lines: readonly OrderLine[]): ReceiptView['taxes'] {
  const sums = new Map<string, number>();
  for (const { taxLabel, amountMinor, refundedMinor: back } of lines)
    sums.set(taxLabel, (sums.get(taxLabel) ?? 0) + amountMinor - back);
  return [...sums].map(([taxLabel, amountMinor]) => ({ taxLabel, amountMinor }));
}
