import { auctionMethods } from './auction.ts';
import { catalogueMethods } from './catalogue.ts';
import { channelMethods } from './channel.ts';
import { ledgerMethods } from './ledger.ts';
import { orderMethods, orderQueries } from './order.ts';
import { presenceMethods, roomMethods } from './room.ts';
import { shelfMethods } from './shelf.ts';
import { showMethods } from './show.ts';
import { stageMethods } from './stage.ts';
import { tillMethods } from './till.ts';

/** Commands of the core: `<noun>.<type of the domain's command>`. */
export const commandMethods = {
  ...showMethods,
  ...roomMethods,
  ...catalogueMethods,
  ...ledgerMethods,
  ...auctionMethods,
  ...shelfMethods,
  ...orderMethods,
  ...tillMethods,
} as const;

export type CommandMethod = keyof typeof commandMethods;

/** Every method of the socket with the schema of its parameters. Commands also stand under `POST /api/commands/<name>`. */
export const methodTable = {
  ...channelMethods,
  ...commandMethods,
  ...orderQueries,
  ...presenceMethods,
  ...stageMethods,
} as const;

export type MethodName = keyof typeof methodTable;
