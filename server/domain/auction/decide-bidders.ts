import { accepted, assertNever, rejected } from '../decision.ts';
import type { AuctionCommand, AuctionContext, AuctionDecision } from './commands.ts';
import { isBarred } from './selectors.ts';
import { maximumPaddles, type AuctionState } from './state.ts';

type BidderCommand = Extract<
  AuctionCommand,
  { readonly type: 'give-paddle' | 'return-paddle' | 'bar-bidder' | 'unbar-bidder' }
>;

/** Who may bid: paddles in the room, and who was shut out. What somebody bid already stands. */
export function decideBidders(
  command: BidderCommand,
  state: AuctionState,
  { briefing }: AuctionContext,
): AuctionDecision {
  const { paddles } = state;
  switch (command.type) {
    case 'give-paddle': {
      const { paddle, personId } = command;
      const held = paddles.find((one) => one.paddle === paddle);
      const own = paddles.find((one) => one.personId === personId);
      if (held && held === own) return rejected('auction-unchanged');
      if (held) return rejected('paddle-taken');
      // One number each, so that nobody bids against himself with two hands.
      if (own) return rejected('paddle-taken', { paddle: own.paddle });
      if (briefing.isCrew) return rejected('bidder-is-crew');
      if (paddles.length >= maximumPaddles) return rejected('paddle-limit-reached');
      return accepted({ type: 'paddle-given', paddle, personId });
    }
    case 'return-paddle': {
      const { paddle } = command;
      const isGiven = paddles.some((one) => one.paddle === paddle);
      return isGiven ? accepted({ type: 'paddle-returned', paddle }) : rejected('paddle-unknown');
    }
    case 'bar-bidder': {
      const { personId, reason } = command;
      if (isBarred(state, personId)) return rejected('auction-unchanged');
      return accepted({ type: 'bidder-barred', personId, reason });
    }
    case 'unbar-bidder': {
      const { personId } = command;
      return isBarred(state, personId)
        ? accepted({ type: 'bidder-unbarred', personId })
        : rejected('auction-unchanged');
    }
    default:
      return assertNever(command);
  }
}
