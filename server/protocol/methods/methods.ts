import { channelMethods } from './channel.ts';
import { showMethods } from './show.ts';
import { stageMethods } from './stage.ts';

/** Every method of the socket with the schema of its parameters. Commands also stand under `POST /api/commands/<name>`. */
export const methodTable = { ...channelMethods, ...showMethods, ...stageMethods } as const;

export type MethodName = keyof typeof methodTable;
