import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Role } from '#protocol/roles.ts';

/** Who asks, as a verified access token says. */
export interface Principal {
  readonly sessionId: string;
  readonly personId: PersonId;
  readonly role: Role;
  /** Set when the session is for one show only. */
  readonly showId: ShowId | null;
  /** Came by a magic link, of any role. Absent in tokens of earlier versions, and then unknown. */
  readonly isKnown?: boolean;
  /**
   * Guests that this person was before signing in, in a browser of his own (`ContactStore.joinGuest`): what they bid and
   * bought is his. At most `maximumFormerIds`, absent for most.
   */
  readonly formerIds?: readonly PersonId[];
}

/** They travel with each token; who signs in on more devices than this finds the others' orders by their receipts. */
export const maximumFormerIds = 20;

/** Whether somebody is this person, or was. */
export const isOrWas = (
  { personId, formerIds }: Pick<Principal, 'personId' | 'formerIds'>,
  other: PersonId | null | undefined,
): boolean =>
  other === personId || (other !== null && other !== undefined && formerIds?.includes(other) === true);
