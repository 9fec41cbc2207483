import { auctionMethods } from '#protocol/methods/auction.ts';
import { catalogueMethods } from '#protocol/methods/catalogue.ts';
import { channelMethods } from '#protocol/methods/channel.ts';
import { ledgerMethods } from '#protocol/methods/ledger.ts';
import { orderMethods, orderQueries } from '#protocol/methods/order.ts';
import { presenceMethods, roomMethods } from '#protocol/methods/room.ts';
import { shelfMethods } from '#protocol/methods/shelf.ts';
import { showMethods } from '#protocol/methods/show.ts';
import { stageMethods } from '#protocol/methods/stage.ts';
import { tillMethods } from '#protocol/methods/till.ts';
import { protocolFile } from './protocol-file.ts';
import { membersOf } from './source-types.ts';

/** Methods that stand in one file of the protocol. */
export interface MethodGroup {
  readonly title: string;
  readonly file: string;
  readonly table: string;
  readonly schemas: Readonly<Record<string, object>>;
  /** Fields that the methods of this group have in common: told once, under a name. */
  readonly shared: { readonly name: string; readonly fields: readonly string[] };
  /** The result as written, by method. */
  readonly results: ReadonlyMap<string, string>;
}

/** A member is written two spaces in; its continuation lines keep that. */
export const unindented = (text: string): string =>
  text.replaceAll('\n  ', '\n').replaceAll('Record<string, never>', '{}');

const resultsOf = (file: string, name: string): ReadonlyMap<string, string> =>
  new Map(membersOf(protocolFile(file), name).map((member) => [member.name, unindented(member.text)]));

/** Commands answer with the version of their stream, and a few with more. */
const commands = (
  title: string,
  noun: string,
  schemas: MethodGroup['schemas'],
  fields: readonly string[],
  more: Readonly<Record<string, string>> = {},
): MethodGroup => ({
  title,
  file: `methods/${noun}.ts`,
  table: `${noun}Methods`,
  schemas,
  shared: { name: 'Command', fields },
  results: new Map(Object.keys(schemas).map((name) => [name, more[name] ?? '{ version: number }'])),
});

const inShow = ['commandId', 'showId'];
const ofShop = ['commandId'];

/** In the order a client meets them. */
export const methodGroups: readonly MethodGroup[] = [
  {
    title: 'Channels',
    file: 'methods/channel.ts',
    table: 'channelMethods',
    schemas: channelMethods,
    shared: { name: 'OnShow', fields: ['showId'] },
    results: new Map(),
  },
  commands('Commands on a show', 'show', showMethods, inShow),
  commands('Commands in a room', 'room', roomMethods, inShow),
  commands('Commands on the auction of a show', 'auction', auctionMethods, inShow, {
    'auction.place-bid': 'BidAcknowledged',
  }),
  commands('Commands on the catalogue', 'catalogue', catalogueMethods, ofShop),
  commands('Commands on stock', 'ledger', ledgerMethods, ofShop),
  commands('Commands on the shelf of a show', 'shelf', shelfMethods, inShow),
  commands('Commands on orders', 'order', orderMethods, ofShop),
  commands('Commands of tills', 'till', tillMethods, ofShop),
  {
    title: 'Asking about orders',
    file: 'methods/order.ts',
    table: 'orderQueries',
    schemas: orderQueries,
    shared: { name: 'OnShow', fields: ['showId'] },
    results: new Map([['order.mine', '{ orderId: string }']]),
  },
  {
    title: 'Of the moment',
    file: 'methods/room.ts',
    table: 'presenceMethods',
    schemas: presenceMethods,
    shared: { name: 'OnShow', fields: ['showId'] },
    results: new Map([['room.list-present', '{ count: number; people: PresentPerson[] }']]),
  },
  {
    title: 'The stage',
    file: 'methods/stage.ts',
    table: 'stageMethods',
    schemas: stageMethods,
    shared: { name: 'OnPeer', fields: ['showId', 'peerId'] },
    results: resultsOf('methods/stage.ts', 'StageResults'),
  },
];
