import { commandMethods } from '#protocol/methods/methods.ts';
import type { Command } from './application.ts';
import type { CommandHandler } from './command-handler.ts';
import { auctionCommands } from './commerce/auction-commands.ts';
import { catalogueCommands } from './commerce/catalogue-commands.ts';
import type { CommerceDeps } from './commerce/commerce-deps.ts';
import { ledgerCommands } from './commerce/ledger-commands.ts';
import { orderCommands } from './commerce/order-commands.ts';
import { shelfCommands } from './commerce/shelf-commands.ts';
import { tillCommands } from './commerce/till-commands.ts';
import { internalCommands } from './internal-commands.ts';
import { roomCommands, type RoomCommandDeps } from './room-commands.ts';
import { showCommands } from './show-commands.ts';

export interface CommandTableDeps {
  readonly room: RoomCommandDeps;
  readonly commerce: CommerceDeps;
}

/** Who handles a command: by the noun before the dot of its wire name. A type stands under one noun only. */
export function commandTable(deps: CommandTableDeps): (command: Command) => CommandHandler<Command> {
  const { room, commerce } = deps;
  const byNoun: Readonly<Record<string, CommandHandler<Command>>> = {
    show: showCommands(room.shopId),
    room: roomCommands(room),
    auction: auctionCommands(commerce),
    catalogue: catalogueCommands(commerce),
    ledger: ledgerCommands(commerce),
    order: orderCommands(commerce),
    shelf: shelfCommands(commerce),
    till: tillCommands(commerce),
  };
  const byType = new Map(
    [...Object.keys(commandMethods), ...internalCommands].map((method) => {
      const [noun = '', type = ''] = method.split('.');
      return [type, byNoun[noun]] as const;
    }),
  );
  return ({ type }) => {
    const handler = byType.get(type);
    if (!handler) throw new Error(`no handler for ${type}`);
    return handler;
  };
}
