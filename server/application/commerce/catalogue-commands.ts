import type { CatalogueCommand } from '#domain/catalogue/catalogue.ts';
import type { CommandHandler } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** Commands on the catalogue. */
export const catalogueCommands = (_deps: CommerceDeps): CommandHandler<CatalogueCommand> => ({
  streamsOf: () => {
    throw new Error('not built yet');
  },
  decide: () => {
    throw new Error('not built yet');
  },
});
