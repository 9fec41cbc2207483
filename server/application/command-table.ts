import { commandMethods } from '#protocol/methods/methods.ts';
import type { Command } from './application.ts';
import type { CommandHandler } from './command-handler.ts';
import { roomCommands, type RoomCommandDeps } from './room-commands.ts';
import { showCommands } from './show-commands.ts';

/** Who handles a command: by the noun before the dot of its wire name. A type stands under one noun only. */
export function commandTable(deps: RoomCommandDeps): (command: Command) => CommandHandler<Command> {
  const byNoun: Readonly<Record<string, CommandHandler<Command>>> = {
    show: showCommands(deps.shopId),
    room: roomCommands(deps),
  };
  const byType = new Map(
    Object.keys(commandMethods).map((method) => {
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
