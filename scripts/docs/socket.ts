import { ClientMessageSchema } from '#protocol/messages.ts';
import { protocolVersion } from '#protocol/version.ts';
import { code, heading, paragraph, type Block } from './document.ts';
import { methodGroups, unindented, type MethodGroup } from './method-groups.ts';
import { protocolFile } from './protocol-file.ts';
import { asSchema, schemaText, type Schema } from './schema-text.ts';
import { commentsIn, declarationsIn, membersOf } from './source-types.ts';
import { closeCodeBlocks, errorBlocks } from './tables.ts';

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

const commerceViews = [
  'catalogue-views.ts',
  'stock-views.ts',
  'auction-views.ts',
  'shelf-views.ts',
  'order-views.ts',
  'till-views.ts',
] as const;

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
  paragraph('What is sold, and how it stands.'),
  ...commerceViews.map((file) => code(declarationsIn(protocolFile(file)))),
  ...errorBlocks(),
  ...closeCodeBlocks(),
];
