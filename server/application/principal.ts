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
}
