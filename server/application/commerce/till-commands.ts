import type { CatalogueState } from '#domain/catalogue/catalogue.ts';
import { assertNever, type Decision } from '#domain/decision.ts';
import { decideStock, type LedgerState, type StockRequest } from '#domain/ledger/ledger.ts';
import { dueMinor, type OrderState } from '#domain/order/order.ts';
import type { ShelfState } from '#domain/shelf/shelf.ts';
import { initialShowState, type ShowState } from '#domain/show/show.ts';
import { decideTills, saleOf, tillOf, type TillCommand, type TillsState } from '#domain/till/till.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import { authorise } from '../authorise.ts';
import type { CommandContext, CommandHandler, StreamEvent, StreamRef } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { ledgerStream, tillsStream } from './commerce-streams.ts';
import { orderRefs } from './order-commands.ts';
import { gatherFacts, type OrderFacts } from './order-facts.ts';
import { payInFull } from './order-payments.ts';
import { OrderWork, type OrderRefs, type Refusal } from './order-work.ts';
import { sellAtTill, undoSale } from './till-sales.ts';

/** The tills and the ledger; of commands that name an order also that, with all it is decided on. */
type TillStates = [TillsState, LedgerState, OrderState?, CatalogueState?, ShelfState?, ShowState?];
type TillRefs = readonly [
  StreamRef<TillsState>,
  StreamRef<LedgerState>,
  StreamRef<OrderState>?,
  StreamRef<CatalogueState>?,
  StreamRef<ShelfState>?,
  StreamRef<ShowState>?,
];
type OnOrder = Extract<TillCommand, { readonly type: 'sell-at-till' | 'undo-sale' | 'settle-order' }>;
type OnLease = Extract<TillCommand, { readonly type: 'lease-quota' | 'return-quota' }>;
type Deciding = CommandContext<OrderFacts>;
type Decided = Decision<StreamEvent, ErrorCode>;

/** Commands of tills: the drawer, and in the same append the order that a sale makes or pays, and its stock. */
export const tillCommands = (deps: CommerceDeps): CommandHandler<TillCommand, TillStates, OrderFacts> => ({
  streamsOf: (command) => refsFor(deps, command),
  queuesBy: () => ledgerStream(deps.shopId).streamId,
  brief: (command, principal) => gatherFacts(deps, command, principal),
  decide: (command, states, context) => {
    const [tills] = states;
    const refusal = mayNot(command, tills, context);
    if (refusal) return { outcome: 'rejected', rejection: refusal };
    const own = decideTills(command, tills, { nowMs: context.nowMs, actor: context.principal.personId });
    if (own.outcome === 'rejected') return own;
    const beside = decideBeside(deps, command, states, context);
    if (beside.outcome === 'rejected') return beside;
    const { streamId } = tillsStream(deps.shopId);
    return {
      outcome: 'accepted',
      events: [...own.events.map((event) => ({ streamId, event })), ...beside.events],
    };
  },
});

function refsFor(deps: CommerceDeps, command: TillCommand): TillRefs {
  const tills = tillsStream(deps.shopId);
  if (!isOnOrder(command)) return [tills, ledgerStream(deps.shopId)];
  const [order, ledger, catalogue, ...ofShow] = refsOfOrder(deps, command);
  return [tills, ledger, order, catalogue, ...ofShow];
}

const refsOfOrder = ({ shopId, showIdOfOrder }: CommerceDeps, { orderId }: OnOrder): OrderRefs =>
  orderRefs(shopId, orderId, showIdOfOrder(orderId) ?? null);

const isOnOrder = (command: TillCommand): command is OnOrder =>
  command.type === 'sell-at-till' || command.type === 'undo-sale' || command.type === 'settle-order';

/** Only the device itself works at its till; who runs the shop may take back what a lost one has. */
function mayNot(command: TillCommand, tills: TillsState, { principal }: Deciding): Refusal {
  const refusal = authorise(principal, `till.${command.type}`, { show: initialShowState });
  if (refusal || !('tillId' in command) || isForShop(command)) return refusal;
  const till = tillOf(tills, command.tillId);
  return till && till.deviceId !== principal.personId ? { code: 'forbidden' } : undefined;
}

const isForShop = ({ type }: TillCommand): boolean =>
  type === 'add-till' || type === 'retire-till' || type === 'return-quota' || type === 'cash-up';

function decideBeside(
  deps: CommerceDeps,
  command: TillCommand,
  states: TillStates,
  context: Deciding,
): Decided {
  switch (command.type) {
    case 'add-till':
    case 'retire-till':
    case 'set-cashier':
    case 'remove-cashier':
    case 'open-drawer':
    case 'cash-up':
      return { outcome: 'accepted', events: [] };
    case 'lease-quota':
    case 'return-quota':
      return decideLease(deps, command, states, context);
    case 'sell-at-till':
    case 'undo-sale':
    case 'settle-order':
      return decideOrder(deps, command, states, context);
    default:
      return assertNever(command);
  }
}

function decideLease(
  { shopId }: CommerceDeps,
  command: OnLease,
  [, ledger]: TillStates,
  { nowMs, principal }: Deciding,
): Decided {
  const decision = decideStock(requestOf(command), ledger, { nowMs, actor: principal.personId });
  if (decision.outcome === 'rejected') return decision;
  const { streamId } = ledgerStream(shopId);
  return { outcome: 'accepted', events: decision.events.map((event) => ({ streamId, event })) };
}

function requestOf(command: OnLease): StockRequest {
  const { leaseId } = command;
  if (command.type === 'return-quota') return { type: 'return-lease', leaseId };
  const { tillId, lines, placeId } = command;
  return { type: 'lease', leaseId, tillId, lines, placeId };
}

function decideOrder(
  deps: CommerceDeps,
  command: OnOrder,
  [tills, ledger, order, catalogue, shelf, show]: TillStates,
  context: Deciding,
): Decided {
  if (!order || !catalogue) throw new Error('a command on an order brings the order along');
  if (order.status === 'present' && order.showId !== null && show === undefined)
    // Memory did not know the order's show a moment ago; it does when this comes again.
    return { outcome: 'rejected', rejection: { code: 'conflict' } };
  const states = { order, ledger, catalogue, shelf, show };
  const work = new OrderWork(refsOfOrder(deps, command), states, context);
  return work.conclude(work.attempt(() => carryOut(work, command, tills)));
}

function carryOut(work: OrderWork, command: OnOrder, tills: TillsState): Refusal {
  switch (command.type) {
    case 'sell-at-till':
      return sellAtTill(work, command);
    case 'settle-order': {
      if (work.order.status === 'absent') return { code: 'order-not-found' };
      const totalMinor = dueMinor(work.order);
      if (totalMinor !== command.seenTotalMinor) return { code: 'total-wrong', details: { totalMinor } };
      return payInFull(work, command.method);
    }
    case 'undo-sale': {
      const till = tillOf(tills, command.tillId);
      const sale = till && saleOf(till, command.orderId);
      return sale ? undoSale(work, sale, command) : { code: 'sale-not-found' };
    }
    default:
      return assertNever(command);
  }
}
