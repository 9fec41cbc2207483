import type { StoredLink, StoredSession } from '#application/identity/credential-store.ts';

/** What an empty field of a Redis hash stands for, and which fields are numbers: hashes hold text only. */
const numbers = new Set([
  'createdAtMs',
  'lastSeenAtMs',
  'rotatedAtMs',
  'revokedAtMs',
  'generation',
  'confirmedGeneration',
  'expiresAtMs',
  'maximumUses',
  'uses',
]);
/** Fields of which an empty text is a text. */
const texts = new Set(['label']);

export const toFields = (record: StoredSession | StoredLink): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value ?? '')]));

const valueOf = (name: string, text: string): string | number | null => {
  if (text === '' && !texts.has(name)) return null;
  return numbers.has(name) ? Number(text) : text;
};

/** `undefined` for a hash that is not there. */
function toRecord(fields: Readonly<Record<string, string>>): Record<string, unknown> | undefined {
  const entries = Object.entries(fields);
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, text]) => [name, valueOf(name, text)]));
}

/** Only the store writes these hashes, field for field, so a whole one is a session. */
export const toSession = (fields: Readonly<Record<string, string>>): StoredSession | undefined =>
  toRecord(fields) as StoredSession | undefined;

/** As with sessions. */
export const toLink = (fields: Readonly<Record<string, string>>): StoredLink | undefined =>
  toRecord(fields) as StoredLink | undefined;

/** A script answers a hash as a flat list. */
export function fieldsOf(reply: unknown): Readonly<Record<string, string>> {
  const flat = Array.isArray(reply) ? reply.map(String) : [];
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? '']] : [])),
  );
}
