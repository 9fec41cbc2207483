import { assertNever } from '#domain/decision.ts';
import type { OrderId } from '#domain/ids.ts';
import {
  handOut,
  retryRefund,
  ship,
  undoHandOut,
  type CartCommand,
  type OrderCommand,
} from '#domain/order/order.ts';
import type { ShopId, ShowId } from '#domain/ids.ts';
import { initialShowState } from '#domain/show/show.ts';
import { authorise } from '../authorise.ts';
import type { CommandHandler } from '../command-handler.ts';
import { authoriseInternal, isInternal } from '../internal-commands.ts';
import { isOrWas, type Principal } from '../principal.ts';
import { showStream } from '../show-commands.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { catalogueStream, ledgerStream, orderStream, shelfStream } from './commerce-streams.ts';
import { cancel, changePieces, takeOffer } from './order-cart.ts';
import { checkOut, pay } from './order-check-out.ts';
import { gatherFacts, type OrderFacts } from './order-facts.ts';
import { ownOrderIdIn } from './order-id.ts';
import { giveParcelBack, payInFull, refund, takeNote, takeRefundNote } from './order-payments.ts';
import { addWin, lapse, limit, withdrawWin } from './order-wins.ts';
import { OrderWork, type OrderRefs, type OrderStates, type Refusal } from './order-work.ts';

/**
 * Commands on orders: decided on the order, the ledger, the catalogue and, where it is an order of a show, on its shelf
 * and the show. Those of all buyers queue as one, because all of them take from one ledger.
 */
export const orderCommands = (deps: CommerceDeps): CommandHandler<OrderCommand, OrderStates, OrderFacts> => ({
  streamsOf: (command, principal) => refsFor(deps, command, principal),
  queuesBy: () => ledgerStream(deps.shopId).streamId,
  brief: (command, principal) => gatherFacts(deps, command, principal),
  decide: (command, states, context) => {
    const { principal } = context;
    const refusal = mayNot(command, states, principal);
    if (refusal) return { outcome: 'rejected', rejection: refusal };
    const [order, ledger, catalogue, shelf, show] = states;
    const named = { order, ledger, catalogue, shelf, show };
    const work = new OrderWork(refsFor(deps, command, principal), named, context);
    return work.conclude(work.attempt(() => carryOut(work, command, orderIdFor(deps, command, principal))));
  },
});

/** An order of a show brings its shelf and show along. */
export const orderRefs = (shopId: ShopId, orderId: OrderId, showId: ShowId | null): OrderRefs => {
  const always = [orderStream(shopId, orderId), ledgerStream(shopId), catalogueStream(shopId)] as const;
  return showId === null ? always : [...always, shelfStream(shopId, showId), showStream(shopId, showId)];
};

function refsFor(deps: CommerceDeps, command: OrderCommand, principal: Principal): OrderRefs {
  const orderId = orderIdFor(deps, command, principal);
  const showId = 'showId' in command ? command.showId : deps.showIdOfOrder(orderId);
  return orderRefs(deps.shopId, orderId, showId ?? null);
}

function orderIdFor({ showIdOfOrder }: CommerceDeps, command: OrderCommand, principal: Principal): OrderId {
  if (!isOfBuyer(command)) return command.orderId;
  const meantId = 'ownOrderId' in command ? command.ownOrderId : undefined;
  return (
    meantId ?? ownOrderIdIn(command.showId, principal, (orderId) => showIdOfOrder(orderId) !== undefined)
  );
}

const isOfBuyer = (command: OrderCommand): command is CartCommand => !('orderId' in command);

function mayNot(command: OrderCommand, [order, , , , show]: OrderStates, principal: Principal): Refusal {
  const method = `order.${command.type}` as const;
  const buyerId = order.status === 'present' ? order.buyerId : undefined;
  const refusal = isInternal(method)
    ? authoriseInternal(principal)
    : authorise(principal, method, { show: show ?? initialShowState, buyerId });
  if (refusal) return refusal;
  if (isOfBuyer(command)) return isOwn(command, order, principal) ? undefined : { code: 'order-not-found' };
  if (command.type === 'add-win') return undefined;
  if (order.status === 'absent') return { code: 'order-not-found' };
  // Memory did not know the order's show a moment ago; it does when this comes again.
  return order.showId !== null && show === undefined ? { code: 'conflict' } : undefined;
}

/** Who names an order names one of his own, in this show. */
const isOwn = (command: CartCommand, order: OrderStates[0], principal: Principal): boolean =>
  order.status === 'absent'
    ? !('ownOrderId' in command) || command.ownOrderId === undefined
    : order.showId === command.showId && isOrWas(principal, order.buyerId);

function carryOut(work: OrderWork, command: OrderCommand, orderId: OrderId): Refusal {
  switch (command.type) {
    case 'take-offer':
      return takeOffer(work, command, orderId);
    case 'change-line':
      return changePieces(work, command);
    case 'check-out':
      return checkOut(work, command);
    case 'pay-order':
      return pay(work, command);
    case 'cancel-lines':
      return cancel(work, command) ?? giveParcelBack(work);
    case 'refund-lines':
      return refund(work, command);
    case 'retry-refund':
      return work.decide(retryRefund(work.order, command));
    case 'hand-out':
      return work.decide(handOut(work.order, command.lineIds));
    case 'undo-hand-out':
      return work.decide(undoHandOut(work.order, command.lineIds));
    case 'ship':
      return work.decide(ship(work.order, command.lineIds, command.tracking));
    case 'note-stall-payment':
      return payInFull(work, command.method);
    case 'add-win':
      return addWin(work, command);
    case 'withdraw-win':
      return withdrawWin(work, command) ?? giveParcelBack(work);
    case 'limit-order':
      return limit(work, command);
    case 'lapse-line':
      return lapse(work, command) ?? giveParcelBack(work);
    case 'note-payment':
      return takeNote(work, command);
    case 'note-refund':
      return takeRefundNote(work, command);
    default:
      return assertNever(command);
  }
}
