import type { AuctionCommand } from '#domain/auction/auction.ts';
import type { CommandHandler } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** Commands on the auction. */
export const auctionCommands = (_deps: CommerceDeps): CommandHandler<AuctionCommand> => ({
  streamsOf: () => {
    throw new Error('not built yet');
  },
  decide: () => {
    throw new Error('not built yet');
  },
});
