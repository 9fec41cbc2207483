import { accepted, assertNever, rejected } from '../decision.ts';
import type { OrderId, PersonId, TillId } from '../ids.ts';
import type { TillCommand, TillContext, TillDecision } from './commands.ts';
import { maximumCashiers, maximumTills, type Till, type TillSale, type TillsState } from './state.ts';

/**
 * What a command does to the tills; stock and orders beside it are decided by their own (application/). Sales out of a
 * lease tell what happened already, so neither a closed drawer nor a cashier who left meanwhile refuses them.
 */
export function decideTills(command: TillCommand, state: TillsState, context: TillContext): TillDecision {
  switch (command.type) {
    case 'add-till':
      return addTill(command, state, context);
    case 'set-cashier':
      return setCashier(command, state);
    case 'remove-cashier':
      return isCashier(state, command.personId)
        ? accepted({ type: 'cashier-removed', personId: command.personId })
        : rejected('cashier-unknown');
    case 'retire-till':
      return atTill(state, command.tillId, 'retired-too', ({ isRetired, tillId }) =>
        isRetired ? rejected('till-unchanged') : accepted({ type: 'till-retired', tillId }),
      );
    case 'open-drawer':
      return atTill(state, command.tillId, 'in-use', (till) => openDrawer(command, till, state));
    case 'lease-quota': {
      const { tillId, leaseId } = command;
      return atTill(state, tillId, 'in-use', () => accepted({ type: 'lease-taken', tillId, leaseId }));
    }
    case 'return-quota':
      return atTill(state, command.tillId, 'retired-too', (till) => returnQuota(command, till));
    case 'sell-at-till': {
      const when = command.leaseId === null ? 'in-use' : 'retired-too';
      return atTill(state, command.tillId, when, (till) => sell(command, till, state));
    }
    case 'settle-order':
      return atTill(state, command.tillId, 'in-use', (till) => settleOrder(command, till, state));
    case 'undo-sale':
      return atTill(state, command.tillId, 'retired-too', (till) => undoSale(command, till));
    case 'cash-up':
      return atTill(state, command.tillId, 'retired-too', (till) => cashUp(command, till, state));
    default:
      return assertNever(command);
  }
}

type CommandOf<Type extends TillCommand['type']> = Extract<TillCommand, { readonly type: Type }>;

export const tillOf = (state: TillsState, tillId: TillId): Till | undefined =>
  state.tills.find((till) => till.tillId === tillId);

/** The newest sale or settlement of an order that stands. */
export const saleOf = (till: Till, orderId: OrderId): TillSale | undefined =>
  till.sales.find((sale) => sale.orderId === orderId && !sale.isUndone);

const isCashier = ({ cashiers }: TillsState, personId: PersonId): boolean =>
  cashiers.some((cashier) => cashier.personId === personId);

function atTill(
  state: TillsState,
  tillId: TillId,
  which: 'in-use' | 'retired-too',
  decide: (till: Till) => TillDecision,
): TillDecision {
  const till = tillOf(state, tillId);
  if (!till) return rejected('till-not-found');
  return till.isRetired && which === 'in-use' ? rejected('till-retired') : decide(till);
}

function addTill(
  { tillId, label }: CommandOf<'add-till'>,
  state: TillsState,
  { actor }: TillContext,
): TillDecision {
  if (tillOf(state, tillId)) return rejected('till-exists');
  if (state.tills.filter(({ isRetired }) => !isRetired).length >= maximumTills)
    return rejected('till-limit-reached', { limit: maximumTills });
  return accepted({ type: 'till-added', tillId, label: label.trim(), deviceId: actor });
}

function setCashier({ cashier }: CommandOf<'set-cashier'>, state: TillsState): TillDecision {
  if (!isCashier(state, cashier.personId) && state.cashiers.length >= maximumCashiers)
    return rejected('till-limit-reached', { limit: maximumCashiers });
  return accepted({ type: 'cashier-set', cashier });
}

function openDrawer(
  { tillId, cashierId, floatMinor }: CommandOf<'open-drawer'>,
  { drawer }: Till,
  state: TillsState,
): TillDecision {
  if (!isCashier(state, cashierId)) return rejected('cashier-unknown');
  if (drawer) return rejected('drawer-open');
  return accepted({ type: 'drawer-opened', tillId, cashierId, floatMinor });
}

const returnQuota = ({ tillId, leaseId }: CommandOf<'return-quota'>, { leaseIds }: Till): TillDecision =>
  leaseIds.includes(leaseId)
    ? accepted({ type: 'lease-given-back', tillId, leaseId })
    : rejected('till-unchanged');

function sell(command: CommandOf<'sell-at-till'>, till: Till, state: TillsState): TillDecision {
  const { tillId, orderId, method, totalMinor, cashierId, deviceAtMs, drawerAtMs = null } = command;
  const sumMinor = command.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  if (sumMinor !== totalMinor) return rejected('total-wrong', { totalMinor: sumMinor });
  if (command.leaseId === null) {
    if (!isCashier(state, cashierId)) return rejected('cashier-unknown');
    if (!till.drawer) return rejected('drawer-closed');
  }
  const kind = 'sale';
  return accepted({
    type: 'sale-made',
    tillId,
    orderId,
    kind,
    method,
    amountMinor: totalMinor,
    cashierId,
    deviceAtMs,
    drawerAtMs,
  });
}

function settleOrder(command: CommandOf<'settle-order'>, till: Till, state: TillsState): TillDecision {
  const { tillId, orderId, method, seenTotalMinor, cashierId, deviceAtMs } = command;
  if (!isCashier(state, cashierId)) return rejected('cashier-unknown');
  if (!till.drawer) return rejected('drawer-closed');
  const amountMinor = seenTotalMinor;
  const kind = 'settlement';
  return accepted({ type: 'sale-made', tillId, orderId, kind, method, amountMinor, cashierId, deviceAtMs });
}

function undoSale(
  { tillId, orderId, cashierId, drawerAtMs = null }: CommandOf<'undo-sale'>,
  till: Till,
): TillDecision {
  if (!till.sales.some((sale) => sale.orderId === orderId)) return rejected('sale-not-found');
  if (!saleOf(till, orderId)) return rejected('sale-undone');
  return accepted({ type: 'sale-undone', tillId, orderId, cashierId, drawerAtMs });
}

function cashUp(
  { tillId, cashierId, countedMinor, note }: CommandOf<'cash-up'>,
  { drawer }: Till,
  state: TillsState,
): TillDecision {
  if (!isCashier(state, cashierId)) return rejected('cashier-unknown');
  if (!drawer) return rejected('drawer-closed');
  const expectedMinor = drawer.floatMinor + drawer.cashMinor;
  const { terminalMinor } = drawer;
  return accepted({ type: 'cashed-up', tillId, cashierId, expectedMinor, countedMinor, terminalMinor, note });
}
