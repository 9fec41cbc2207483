import { createHash } from 'node:crypto';

/** A digest of a command's content, the same whatever the order of its fields. */
export const commandDigest = (command: object): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(command)))
    .digest('base64url');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
