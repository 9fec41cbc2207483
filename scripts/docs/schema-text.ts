/** The part of JSON Schema that the protocol uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A schema of the protocol as the plain JSON it is; the library's own types say more than this reader needs. */
export const asSchema = (schema: object): Schema => schema;

const range = (unit: string, least?: number, most?: number): string[] => {
  if (least === undefined && most === undefined) return [];
  if (least === undefined) return [`at most ${most}${unit}`];
  return [most === undefined ? `at least ${least}${unit}` : `${least} to ${most}${unit}`];
};

/** What a value must keep to, in words: limits, pattern, meaning. */
const remarkOf = (schema: Schema): string => {
  const told = schema.description === undefined ? [] : [schema.description.replace(/\.$/, '')];
  const limits = [
    ...range('', schema.minimum, schema.maximum),
    ...range(' characters', schema.minLength, schema.maxLength),
    ...range(' items', schema.minItems, schema.maxItems),
    ...(schema.pattern === undefined || schema.pattern === '\\S' ? [] : [`/${schema.pattern}/`]),
  ];
  return [...told, ...limits].join('; ');
};

const fieldOf = (name: string, schema: Schema, isRequired: boolean, indent: string): string => {
  const remark = remarkOf(schema);
  const type = schemaText(schema, `${indent}  `);
  return `${indent}  ${name}${isRequired ? '' : '?'}: ${type};${remark === '' ? '' : ` // ${remark}`}`;
};

const objectText = (schema: Schema, indent: string): string => {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return schema.patternProperties ? 'Record<string, unknown>' : '{}';
  const lines = fields.map(([name, field]) =>
    fieldOf(name, field, schema.required?.includes(name) ?? false, indent),
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
};

/** A schema in TypeScript's words, with limits and meanings as comments. */
export function schemaText(schema: Schema, indent = ''): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map((choice) => schemaText(choice, indent)).join(' | ');
  if (schema.type === 'array') return `Array<${schemaText(schema.items ?? {}, indent)}>`;
  if (schema.type === 'object') return objectText(schema, indent);
  return schema.type ?? 'unknown';
}
