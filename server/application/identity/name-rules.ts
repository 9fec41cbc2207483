import type { PersonId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import { skeletonsOf } from '../screening/skeleton.ts';
import type { Crew } from './crew.ts';

/** Nobody of the public bears these as a part of the name, in one word or spread over several. */
const reservedParts = ['popstage', 'moderator', 'administrator'].flatMap(looksOf);
/** Nor these as a word. */
const reservedWords = ['support', 'admin', 'mod', 'official', 'offiziell', 'kundendienst'].flatMap(looksOf);
/** Nor these as the whole name. */
const reservedNames = ['host', 'staff', 'crew', 'team', 'system', 'shop', 'server'].flatMap(looksOf);

/** Refuses with `name-imitates` a name that looks like that of somebody of the crew, or like an office. The crew is exempt. */
export async function assertOwnName(name: string, personId: PersonId | undefined, crew: Crew): Promise<void> {
  if (personId !== undefined && (await crew.rolesOf(personId)).length > 0) return;
  if (isReserved(name)) throw new Refusal('name-imitates');
  const looks = looksOf(name).filter((look) => look !== '');
  const isTaken = ({ displayName }: { readonly displayName: string }) =>
    looksOf(displayName).some((look) => looks.includes(look));
  if ((await crew.names()).some(isTaken)) throw new Refusal('name-imitates');
}

function isReserved(name: string): boolean {
  const isOffice = (look: string) =>
    reservedNames.includes(look) || reservedParts.some((part) => look.includes(part));
  const words = skeletonsOf(name).flatMap((skeleton) => skeleton.split(' '));
  return looksOf(name).some(isOffice) || words.some((word) => reservedWords.includes(word));
}

/** Gaps and signs between letters do not tell names apart. */
function looksOf(name: string): readonly string[] {
  return skeletonsOf(name).map((skeleton) => skeleton.replaceAll(' ', ''));
}
