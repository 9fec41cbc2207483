import { channelMethods } from './channel.ts';
import { presenceMethods, roomMethods } from './room.ts';
import { showMethods } from './show.ts';
import { stageMethods } from './stage.ts';

/** Commands of the core: `<noun>.<type of the domain's command>`. */
export const commandMethods = { ...showMethods, ...roomMethods } as const;

export type CommandMethod = keyof typeof commandMethods;

/** Every method of the socket with the schema of its parameters. Commands also stand under `POST /api/commands/<name>`. */
export const methodTable = {
  ...channelMethods,
  ...commandMethods,
  ...presenceMethods,
  ...stageMethods,
} as const;

export type MethodName = keyof typeof methodTable;
