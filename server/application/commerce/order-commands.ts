import type { OrderCommand } from '#domain/order/order.ts';
import type { CommandHandler } from '../command-handler.ts';
import type { CommerceDeps } from './commerce-deps.ts';

/** Commands on the order. */
export const orderCommands = (_deps: CommerceDeps): CommandHandler<OrderCommand> => ({
  streamsOf: () => {
    throw new Error('not built yet');
  },
  decide: () => {
    throw new Error('not built yet');
  },
});
