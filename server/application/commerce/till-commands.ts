import type { TillCommand } from '#domain/till/till.ts';
import type { CommandHandler } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** Commands on the till. */
export const tillCommands = (_deps: CommerceDeps): CommandHandler<TillCommand> => ({
  streamsOf: () => {
    throw new Error('not built yet');
  },
  decide: () => {
    throw new Error('not built yet');
  },
});
