import type { PersonId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import { skeletonOf } from '../screening/skeleton.ts';
import type { Crew } from './crew.ts';

/** Nobody of the public bears these as a part of the name, in one word or spread over several. */
const reservedParts = ['popstage', 'moderator', 'administrator'].map(joined);
/** Nor these as a word. */
const reservedWords = new Set(
  ['support', 'admin', 'mod', 'official', 'offiziell', 'kundendienst'].map(joined),
);
/** Nor these as the whole name. */
const reservedNames = new Set(['host', 'staff', 'crew', 'team', 'system', 'shop', 'server'].map(joined));

/** Refuses with `name-imitates` a name that looks like that of somebody of the crew, or like an office. The crew is exempt. */
export async function assertOwnName(name: string, personId: PersonId | undefined, crew: Crew): Promise<void> {
  if (personId !== undefined && (await crew.rolesOf(personId)).length > 0) return;
  if (isReserved(name)) throw new Refusal('name-imitates');
  const look = joined(name);
  const imitated = (await crew.names()).some(({ displayName }) => joined(displayName) === look);
  if (imitated && look !== '') throw new Refusal('name-imitates');
}

function isReserved(name: string): boolean {
  const look = joined(name);
  if (reservedNames.has(look) || reservedParts.some((part) => look.includes(part))) return true;
  return skeletonOf(name)
    .split(' ')
    .some((word) => reservedWords.has(word));
}

/** Gaps and signs between letters do not tell names apart. */
function joined(name: string): string {
  return skeletonOf(name).replaceAll(' ', '');
}
