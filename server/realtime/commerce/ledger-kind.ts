import { isOfShop } from '#application/authorise.ts';
import type { StreamChange } from '#application/application.ts';
import type { LedgerEvent, LedgerState } from '#domain/ledger/ledger.ts';
import type { LedgerChannelEvent, LedgerView } from '#protocol/stock-views.ts';
import type { ListKind } from '../channels/list-kind.ts';
import { stockLevel, stockRows } from './stock-rows.ts';

type Change = StreamChange<LedgerState, LedgerEvent>;

/** `ledger`: what is left of each SKU, for everybody; the whole board for who works in the shop. */
export const ledgerKind = (name: string): ListKind<LedgerState, Change> => ({
  name,
  decidesRights: false,
  keyOf: (principal) => (isOfShop(principal) ? 'shop' : 'everybody'),
  refusalOf: () => undefined,
  peopleIn: () => [],
  peopleOf: () => [],
  snapshot: (principal, state): LedgerView => {
    const board = stockRows(state);
    const isStaff = isOfShop(principal);
    const levels = board.map((row) => stockLevel(row, isStaff));
    return isStaff ? { levels, board, releasePlans: releasePlans(state) } : { levels };
  },
  events: (principal, before, after): readonly LedgerChannelEvent[] => {
    const isStaff = isOfShop(principal);
    const toLevels = (state: LedgerState) => stockRows(state).map((row) => stockLevel(row, isStaff));
    const levels = changed(toLevels(before), toLevels(after));
    const rows = isStaff ? changed(stockRows(before), stockRows(after)) : [];
    const isPlanned = isStaff && before.releasePlans !== after.releasePlans;
    return [
      ...(levels.length > 0 ? [{ type: 'ledger.levels' as const, levels }] : []),
      ...(rows.length > 0 ? [{ type: 'ledger.rows' as const, rows }] : []),
      ...(isPlanned ? [{ type: 'ledger.release-plans' as const, releasePlans: releasePlans(after) }] : []),
    ];
  },
});

const releasePlans = (state: LedgerState): NonNullable<LedgerView['releasePlans']> =>
  state.releasePlans.map(({ skuId, steps }) => ({ skuId, steps }));

/** Those of after that say something else than before; a SKU that was known once never goes. */
function changed<Row extends { readonly skuId: string }>(
  before: readonly Row[],
  after: readonly Row[],
): readonly Row[] {
  const was = new Map(before.map((row) => [row.skuId, JSON.stringify(row)]));
  return after.filter((row) => was.get(row.skuId) !== JSON.stringify(row));
}
