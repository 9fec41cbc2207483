import type { ShelfCommand } from '#domain/shelf/shelf.ts';
import type { CommandHandler } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** Commands on the shelf. */
export const shelfCommands = (_deps: CommerceDeps): CommandHandler<ShelfCommand> => ({
  streamsOf: () => {
    throw new Error('not built yet');
  },
  decide: () => {
    throw new Error('not built yet');
  },
});
