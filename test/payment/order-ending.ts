import { isDeepStrictEqual } from 'node:util';
import type { Test } from 'tap';
import type { OrderView } from '#protocol/order-views.ts';
import type { OrderBuyer } from './order-buyer.ts';
import type { Goods, OrdersStand, Stock } from './orders-stand.ts';

/** The one state that a case ends in. */
export interface Ending {
  readonly status: OrderView['status'];
  readonly lines: readonly OrderView['lines'][number]['status'][];
  /** Status, amount, and what of it was given back, in the order in which they began. */
  readonly payments: readonly (readonly [OrderView['payments'][number]['status'], number, number])[];
  readonly dueMinor: number;
  readonly stock: Stock;
}

/** A buyer's order of one kind of goods. */
export interface Sale {
  readonly buyer: OrderBuyer;
  readonly goods: Goods;
}

const endingOf = (order: OrderView, stock: Stock): Ending => ({
  status: order.status,
  lines: order.lines.map(({ status }) => status),
  payments: order.payments.map(({ status, amountMinor, refundedMinor }) => [
    status,
    amountMinor,
    refundedMinor,
  ]),
  dueMinor: order.dueMinor,
  stock,
});

const keptMinor = ({ paidMinor, refundedMinor }: OrderView): number => paidMinor - refundedMinor;

/**
 * Checks that a case ends in this state and stays there: whatever Stripe ever told of the order comes again backwards
 * and forwards, and the money in Stripe's books is what the order says. Then stock was neither lost nor made.
 */
export async function endsAs(
  t: Test,
  stand: OrdersStand,
  { buyer, goods }: Sale,
  wanted: Ending,
): Promise<void> {
  const { stock } = wanted;
  await buyer.until((view) => isDeepStrictEqual(endingOf(view, stock), wanted), JSON.stringify(wanted));
  await stand.untilStock(goods, (seen) => isDeepStrictEqual(seen, stock));
  await stand.until(() => stand.takenMinor(buyer) === keptMinor(buyer.view), 'Stripe holds other money');
  const told = stand.noticesOf(buyer);
  await stand.deliver([...told.toReversed(), ...told]);
  const order = await buyer.readAgain();
  const afterwards = endingOf(order, await stand.readStock(goods));
  t.same(afterwards, wanted, `it stays so after ${told.length} notices came again, backwards and forwards`);
  t.equal(stand.takenMinor(buyer), keptMinor(order), "Stripe's books say the same of the money");
  t.equal(stock.sold + stock.held + stock.free, stock.capacity, 'each piece is sold, held or free');
  t.equal(stock.capacity, goods.pieces, 'and there are as many as came in');
}
