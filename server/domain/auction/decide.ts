import { assertNever } from '../decision.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision } from './commands.ts';
import { decideBidders } from './decide-bidders.ts';
import { decideBids } from './decide-bids.ts';
import { decideHammer } from './decide-hammer.ts';
import { decideOpening } from './decide-opening.ts';
import { decideQueue } from './decide-queue.ts';
import { decideSale } from './decide-sale.ts';
import type { AuctionState } from './state.ts';

type DecideAuction = (
  command: AuctionCommand,
  state: AuctionState,
  context: AuctionContext,
) => AuctionDecision;

/**
 * Decides one command on the auction of a show: the events to append, or why not. Pure and total; a bid costs the same
 * however many there were. Who may direct, and what becomes of the stock, is decided beside it
 * (application/commerce/auction-commands.ts).
 */
export const decideAuction: DecideAuction = (command, state, context) => {
  switch (command.type) {
    case 'place-bid':
    case 'place-floor-bid':
    case 'withdraw-pre-bid':
      return decideBids(command, state, context);
    case 'add-lot':
    case 'edit-lot':
    case 'move-lot':
    case 'remove-lot':
    case 'rerun-lot':
      return decideQueue(command, state, context);
    case 'open-lot':
    case 'reopen-last-lot':
    case 'clear-rehearsal':
      return decideOpening(command, state, context);
    case 'call-going':
    case 'take-back-going':
    case 'close-lot':
    case 'end-lot-by-clock':
    case 'void-lot':
      return decideHammer(command, state, context);
    case 'offer-second-chance':
    case 'accept-second-chance':
    case 'decline-second-chance':
    case 'lapse-second-chance':
    case 'note-lot-paid':
    case 'note-lot-unpaid':
      return decideSale(command, state, context);
    case 'give-paddle':
    case 'return-paddle':
    case 'bar-bidder':
    case 'unbar-bidder':
      return decideBidders(command, state, context);
    default:
      return assertNever(command);
  }
};
