import { resolve } from 'node:path';
import { ClientMessageSchema } from '#protocol/messages.ts';
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
import { protocolVersion } from '#protocol/version.ts';
import { code, heading, paragraph, type Block } from './document.ts';
import { asSchema, schemaText, type Schema } from './schema-text.ts';
import { commentsIn, declarationsIn, membersOf } from './source-types.ts';
import { closeCodeBlocks, errorBlocks } from './tables.ts';

const protocolFile = (name: string): string => resolve(import.meta.dirname, '../../server/protocol', name);

const introduction: readonly Block[] = [
  heading(1, 'The socket protocol'),
  paragraph(
    `Version ${protocolVersion}. Generated from \`server/protocol\` by \`node scripts/docs.ts\`; do not edit.`,
  ),
  paragraph(
    'One WebSocket per browser at `/api/socket`. Every frame, both ways, is a JSON array of messages, so one flush carries many. A client sends `hello` first; the server answers `welcome`; then requests and pushes flow. Each `request` carries an `id` that its `reply` echoes. The server pings; a client answers `pong` in time. Either side may measure round trip and clock offset with `ping`.',
  ),
  paragraph(
    'A channel such as `show-<id>` is a view of one stream of the event log. `channel.subscribe` answers with a snapshot and its position; pushes follow from there, each with `from` and `to`. A gap exists only where `from` is not the last `to`. Signals are ephemeral: they carry whole states, so a lost one is mended by the next.',
  ),
];

const clientMessages = (): Block[] =>
  ClientMessageSchema.anyOf.flatMap((message: object) => {
    const schema = asSchema(message);
    return [paragraph(schema.description ?? ''), code(schemaText(schema))];
  });

interface MethodGroup {
  readonly title: string;
  readonly file: string;
  readonly table: string;
  readonly schemas: Readonly<Record<string, object>>;
  /** Fields that the methods of this group have in common: told once, under a name. */
  readonly shared: { readonly name: string; readonly fields: readonly string[] };
  /** The result as written, by method. */
  readonly results: ReadonlyMap<string, string>;
}

const methodBlocks = ({ title, file, table, schemas, shared, results }: MethodGroup): Block[] => {
  const comments = commentsIn(protocolFile(file), table);
  const methods = Object.entries(schemas).flatMap(([name, schema]) => {
    const result = results.get(name);
    const comment = comments.get(name) ?? '';
    return [
      heading(3, name),
      ...(comment === '' ? [] : [paragraph(comment)]),
      code(
        `params: ${paramsText(asSchema(schema), shared)}${result === undefined ? '' : `\nresult: ${result}`}`,
      ),
    ];
  });
  const sharing = Object.values(schemas)
    .map(asSchema)
    .find((schema) => hasAll(schema, shared.fields));
  const told = sharing ? [code(`type ${shared.name} = ${schemaText(only(sharing, shared.fields))}`)] : [];
  return [heading(2, title), ...told, ...methods];
};

const hasAll = (schema: Schema, fields: readonly string[]): boolean =>
  fields.every((field) => schema.properties?.[field] !== undefined);

const only = (schema: Schema, fields: readonly string[]): Schema => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => fields.includes(name)),
  ),
});

const paramsText = (schema: Schema, shared: MethodGroup['shared']): string => {
  if (!hasAll(schema, shared.fields)) return schemaText(schema);
  const own = Object.keys(schema.properties ?? {}).filter((name) => !shared.fields.includes(name));
  return own.length === 0 ? shared.name : `${shared.name} & ${schemaText(only(schema, own))}`;
};

const resultsOf = (file: string, name: string): ReadonlyMap<string, string> =>
  new Map(membersOf(protocolFile(file), name).map((member) => [member.name, unindented(member.text)]));

/** A member is written two spaces in; its continuation lines keep that. */
const unindented = (text: string): string =>
  text.replaceAll('\n  ', '\n').replaceAll('Record<string, never>', '{}');

/** In the order a client meets them. */
const methodGroups: readonly MethodGroup[] = [
  {
    title: 'Channels',
    file: 'methods/channel.ts',
    table: 'channelMethods',
    schemas: channelMethods,
    shared: { name: 'OnShow', fields: ['showId'] },
    results: new Map(),
  },
  {
    title: 'Commands on a show',
    file: 'methods/show.ts',
    table: 'showMethods',
    schemas: showMethods,
    shared: { name: 'Command', fields: ['commandId', 'showId'] },
    results: new Map(Object.keys(showMethods).map((name) => [name, '{ version: number }'])),
  },
  {
    title: 'Commands in a room',
    file: 'methods/room.ts',
    table: 'roomMethods',
    schemas: roomMethods,
    shared: { name: 'Command', fields: ['commandId', 'showId'] },
    results: new Map(Object.keys(roomMethods).map((name) => [name, '{ version: number }'])),
  },
  {
    title: 'Commands on the auction of a show',
    file: 'methods/auction.ts',
    table: 'auctionMethods',
    schemas: auctionMethods,
    shared: { name: 'Command', fields: ['commandId', 'showId'] },
    results: new Map(
      Object.keys(auctionMethods).map((name) => [
        name,
        name === 'auction.place-bid' ? 'BidAcknowledged' : '{ version: number }',
      ]),
    ),
  },
  {
    title: 'Commands on the catalogue',
    file: 'methods/catalogue.ts',
    table: 'catalogueMethods',
    schemas: catalogueMethods,
    shared: { name: 'Command', fields: ['commandId'] },
    results: new Map(Object.keys(catalogueMethods).map((name) => [name, '{ version: number }'])),
  },
  {
    title: 'Commands on stock',
    file: 'methods/ledger.ts',
    table: 'ledgerMethods',
    schemas: ledgerMethods,
    shared: { name: 'Command', fields: ['commandId'] },
    results: new Map(Object.keys(ledgerMethods).map((name) => [name, '{ version: number }'])),
  },
  {
    title: 'Commands on the shelf of a show',
    file: 'methods/shelf.ts',
    table: 'shelfMethods',
    schemas: shelfMethods,
    shared: { name: 'Command', fields: ['commandId', 'showId'] },
    results: new Map(Object.keys(shelfMethods).map((name) => [name, '{ version: number }'])),
  },
  {
    title: 'Commands on orders',
    file: 'methods/order.ts',
    table: 'orderMethods',
    schemas: orderMethods,
    shared: { name: 'Command', fields: ['commandId'] },
    results: new Map(Object.keys(orderMethods).map((name) => [name, '{ version: number }'])),
  },
  {
    title: 'Commands of tills',
    file: 'methods/till.ts',
    table: 'tillMethods',
    schemas: tillMethods,
    shared: { name: 'Command', fields: ['commandId'] },
    results: new Map(Object.keys(tillMethods).map((name) => [name, '{ version: number }'])),
  },
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

const methodDescriptions = (): Block[] => [
  ...methodGroups.flatMap(methodBlocks),
  paragraph('Types named above:'),
  code(declarationsIn(protocolFile('methods/stage.ts'), ['StageResults'])),
  code(declarationsIn(protocolFile('rtp.ts'))),
];

const signals = (): Block[] =>
  membersOf(protocolFile('signals.ts'), 'Signals').flatMap((signal) => [
    heading(3, signal.name),
    paragraph(signal.comment),
    code(`data: ${unindented(signal.text)}`),
  ]);

/** The whole protocol: what a stranger needs to write a client. */
export const describeSocket = (): readonly Block[] => [
  ...introduction,
  heading(2, 'Messages of a client'),
  ...clientMessages(),
  heading(2, 'Messages of the server'),
  code(declarationsIn(protocolFile('messages.ts'))),
  ...methodDescriptions(),
  heading(2, 'Signals'),
  ...signals(),
  heading(2, 'Views'),
  paragraph('What channels and sessions show.'),
  code(declarationsIn(protocolFile('views.ts'))),
  paragraph('What a room shows.'),
  code(declarationsIn(protocolFile('room-views.ts'))),
  ...errorBlocks(),
  ...closeCodeBlocks(),
];
