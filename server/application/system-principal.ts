import type { PersonId } from '#domain/ids.ts';
import type { Principal } from './principal.ts';

/** The server itself, where it acts without a person: timers, the demo show, looking after stages. */
export const systemPrincipal: Principal = {
  sessionId: 'popstage-server',
  // Well formed by the pattern of ids, and never given to a person, whose ids are random.
  personId: 'popstage-server' as PersonId,
  role: 'admin',
  showId: null,
};
