import type { LedgerCommand } from '#domain/ledger/ledger.ts';
import type { CommandHandler } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** Commands on the ledger. */
export const ledgerCommands = (_deps: CommerceDeps): CommandHandler<LedgerCommand> => ({
  streamsOf: () => {
    throw new Error('not built yet');
  },
  decide: () => {
    throw new Error('not built yet');
  },
});
