import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { OrderLineView, OrderView } from '#protocol/order-views.ts';

/** Taken and not ordered yet, held or not. Pure. */
export const cartLines = ({ lines }: OrderView): readonly OrderLineView[] =>
  lines.filter(({ status }) => status === 'in-cart' || status === 'lapsed');

/** Ordered or won, and not paid. Pure. */
export const dueLines = ({ lines }: OrderView): readonly OrderLineView[] =>
  lines.filter(({ status }) => status === 'placed' || status === 'overdue');

/** Paid for, handed out or not. Pure. */
export const keptLines = ({ lines }: OrderView): readonly OrderLineView[] =>
  lines.filter(({ status }) => status === 'paid' || status === 'handed-out' || status === 'shipped');

const sumOf = (lines: readonly OrderLineView[]): number =>
  lines.reduce((sum, { amountMinor, isRehearsal }) => sum + (isRehearsal ? 0 : amountMinor), 0);

/** Whether the parcel itself is paid for, which is once per order as long as its price did not go back. Pure. */
export const isShippingPaid = (order: OrderView): boolean => order.parcelPaidMinor > 0;

/** What is to be paid when the whole cart is ordered to be delivered so. Pure. */
export const totalFor = (order: OrderView, delivery: 'pick-up' | 'parcel', shippingMinor: number): number => {
  const isParcel = delivery === 'parcel' && !isShippingPaid(order);
  return sumOf(cartLines(order)) + sumOf(dueLines(order)) + (isParcel ? shippingMinor : 0);
};

/** The hold that ends first; null when none ends. Pure. */
export const firstDeadline = (lines: readonly OrderLineView[]): number | null => {
  const deadlines = lines.flatMap(({ deadlineMs }) => deadlineMs ?? []);
  return deadlines.length === 0 ? null : Math.min(...deadlines);
};

/** The line of an offer that is in the cart, of this variant where there is a choice. Pure. */
export const lineOfOffer = (
  order: OrderView | null,
  offerId: string,
  skuId: string | null,
): OrderLineView | undefined =>
  order === null
    ? undefined
    : cartLines(order).find(
        ({ source, items }) =>
          source.kind === 'offer' &&
          source.id === offerId &&
          (skuId === null || items.some((item) => item.skuId === skuId)),
      );

/** A payment that the buyer has to go on with on the provider's page. Pure. */
export const pageToPayOn = ({ payments }: OrderView): string | null =>
  payments.findLast(({ status, url }) => status === 'action-required' && url !== null)?.url ?? null;

/** The provider works on a payment. Pure. */
export const isBeingSettled = ({ payments }: OrderView): boolean =>
  payments.some(
    ({ method, status }) => method === 'stripe' && (status === 'pending' || status === 'started'),
  );

/** A payment is to be made at the stall. Pure. */
export const isPaidAtStall = (order: OrderView): boolean => {
  const last = order.payments.findLast(({ status }) => status !== 'cancelled' && status !== 'failed');
  return dueLines(order).length > 0 && last?.method === 'stall' && last.status !== 'succeeded';
};

/** Whoever pays at the stall may choose again where there is another way to pay or to get it. Pure. */
export const hasOtherWay = (shop: CatalogueView | null): boolean =>
  shop !== null && (shop.paymentMethods.some((method) => method !== 'stall') || shop.settings.shipsParcels);
