import { schema } from '#config/schema.ts';
import { closeCodes, shouldReconnect } from '#protocol/close-codes.ts';
import { errorTable } from '#protocol/errors.ts';
import { heading, paragraph, table, type Block } from './document.ts';

/** Every refusal of HTTP and socket. */
export const errorBlocks = (): Block[] => [
  heading(2, 'Errors'),
  paragraph(
    'The same code on both wires: as `error.code` of a reply, and in the body of an HTTP answer with the status given here. A temporary error may go away by itself; repeat the request after a pause.',
  ),
  table(
    ['code', 'HTTP', 'socket', 'temporary', 'meaning', 'what to do'],
    Object.entries(errorTable).map(([name, row]) => [
      `\`${name}\``,
      String(row.httpStatus),
      String(row.socketCode),
      row.temporary ? 'yes' : '',
      row.meaning,
      row.advice,
    ]),
  ),
];

/** Why a socket was closed. */
export const closeCodeBlocks = (): Block[] => [
  heading(2, 'Close codes'),
  paragraph(
    '4000 to 4499: come back by yourself, with full jitter. 4500 to 4999: stop, and tell the user. Below 4000 stand the codes of RFC 6455; 1001, 1005, 1006 and 1011 to 1013 mean come back.',
  ),
  table(
    ['code', 'reason', 'come back', 'meaning'],
    Object.entries(closeCodes).map(([reason, { code, meaning }]) => [
      String(code),
      `\`${reason}\``,
      shouldReconnect(code) ? 'yes' : '',
      meaning,
    ]),
  ),
];

const defaultText = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? '' : `\`${value.join(',')}\``;
  return value === '' ? '' : `\`${String(value)}\``;
};

/** Every setting of server and worker, in the schema's order. */
export const settingsTable = (): Block =>
  table(
    ['variable', 'default', 'unit', 'what it does'],
    Object.values(schema).map((field) => [
      `\`${field.env}\``,
      defaultText(field.default),
      field.unit,
      field.description,
    ]),
  );
