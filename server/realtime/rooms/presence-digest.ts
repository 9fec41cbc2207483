import { hash } from 'node:crypto';
import type { PersonId } from '#domain/ids.ts';

/** What one server tells of how many persons are with it. */
export interface Headcount {
  readonly count: number;
  /** Who they are, as `digestOf` has it. null: too many to tell. */
  readonly digest: string | null;
}

/**
 * Beyond so many at one server nobody sees whether a few are counted twice; up to it a note between servers is 4 kB,
 * once a second at most.
 */
export const maximumDigested = 500;
/** 48 bits each: among 3,000 people two seem to be one once in sixty million rooms. */
const marksPerPerson = 8;

/** Marks of these people, to know by who is at two servers. null where they are too many. */
export const digestOf = (personIds: readonly PersonId[]): string | null =>
  personIds.length > maximumDigested
    ? null
    : personIds
        .map((personId) => hash('sha256', personId, 'base64url').slice(0, marksPerPerson))
        .sort()
        .join('');

/** Persons at all these servers: each once, as far as they are told apart, and those of a crowd as it counts them. */
export function countPersons(heads: readonly Headcount[]): number {
  const marks = new Set<string>();
  let crowds = 0;
  for (const { count, digest } of heads) {
    if (digest === null) crowds += count;
    else
      for (let at = 0; at < digest.length; at += marksPerPerson)
        marks.add(digest.slice(at, at + marksPerPerson));
  }
  return crowds + marks.size;
}
