import { assertNever } from '#domain/decision.ts';
import type { LedgerChannelEvent, LedgerView } from '#protocol/stock-views.ts';
import { followView, type FollowOptions, type Followed } from './follow-view.ts';
import { withItem } from './listed.ts';

const skuIdOf = ({ skuId }: { readonly skuId: string }): string => skuId;

/** The ledger after one event, which carries whole rows. Pure. */
export const applyLedgerEvent = (view: LedgerView, event: LedgerChannelEvent): LedgerView => {
  switch (event.type) {
    case 'ledger.levels': {
      const levels = event.levels.reduce((list, level) => withItem(list, level, skuIdOf), view.levels);
      return { ...view, levels };
    }
    case 'ledger.rows': {
      const board = event.rows.reduce((list, row) => withItem(list, row, skuIdOf), view.board ?? []);
      return { ...view, board };
    }
    case 'ledger.release-plans':
      return { ...view, releasePlans: event.releasePlans };
    default:
      return assertNever(event);
  }
};

/** How much there is of what: levels for everybody, the board for the crew of the shop. */
export const followLedger = ({ socket, time }: FollowOptions): Followed<LedgerView> =>
  followView<LedgerView, LedgerChannelEvent>({ socket, time, channel: 'ledger', apply: applyLedgerEvent });
