import type { AuctionEvent } from './events.ts';
import { lotReplaced } from './lot-replaced.ts';
import type { AuctionState, Sale } from './state.ts';

type SaleEvent = Extract<
  AuctionEvent,
  {
    readonly type:
      'lot-paid' | 'lot-unpaid' | 'second-chance-offered' | 'second-chance-accepted' | 'second-chance-ended';
  }
>;

/** A sale after the hammer. */
export const evolveSales = (state: AuctionState, event: SaleEvent, atMs: number): AuctionState =>
  lotReplaced(state, event.lotId, (lot) =>
    lot.status === 'sold' ? { ...lot, sale: { ...lot.sale, ...changed(lot.sale, event, atMs) } } : lot,
  );

function changed(sale: Sale, event: SaleEvent, atMs: number): Partial<Sale> {
  switch (event.type) {
    case 'lot-paid':
      return { settlement: { status: 'paid', atMs } };
    case 'lot-unpaid':
      return { settlement: { status: 'unpaid', sinceMs: atMs } };
    case 'second-chance-offered': {
      const { bidderId, amountMinor, untilMs } = event;
      const settlement = { status: 'second-chance', bidderId, amountMinor, untilMs } as const;
      return { settlement, hasUsedSecondChance: true };
    }
    case 'second-chance-accepted': {
      const { runnerUp, settlement } = sale;
      if (runnerUp?.bidderId !== event.bidderId || settlement.status !== 'second-chance') return {};
      return {
        buyer: runnerUp,
        priceMinor: settlement.amountMinor,
        orderId: event.orderId,
        settlement: { status: 'payment-due', dueAtMs: event.paymentDueAtMs },
      };
    }
    case 'second-chance-ended':
      return { settlement: { status: 'second-chance-over', reason: event.reason } };
  }
}
