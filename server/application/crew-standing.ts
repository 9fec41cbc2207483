import type { PersonId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import { audienceOf } from './authorise.ts';
import type { CrewRole } from './identity/crew.ts';

/** Whether a session that lives makes this person crew of the show, or they host it. */
export const isOfCrew = (personId: PersonId, roles: readonly CrewRole[], show: ShowState): boolean =>
  (show.status !== 'absent' && show.hostId === personId) ||
  roles.some((role) => audienceOf({ sessionId: '', personId, ...role }, show) === 'staff');
