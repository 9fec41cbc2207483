import type { PersonId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import { audienceOf, authorise } from './authorise.ts';
import type { CrewRole } from './identity/crew.ts';
import type { Principal } from './principal.ts';

/** Whether a session that lives makes this person crew of the show, or they host it. */
export const isOfCrew = (personId: PersonId, roles: readonly CrewRole[], show: ShowState): boolean =>
  (show.status !== 'absent' && show.hostId === personId) ||
  roles.some((role) => audienceOf({ sessionId: '', personId, ...role }, show) === 'staff');

/** Whether a session that lives lets this person moderate the show, or they host it. */
export const isModerator = (personId: PersonId, roles: readonly CrewRole[], show: ShowState): boolean =>
  (show.status !== 'absent' && show.hostId === personId) ||
  roles.some((role) => mayModerate({ sessionId: '', personId, ...role }, show));

/** Whether this principal moderates the show: its moderators, who runs it. */
export const mayModerate = (principal: Principal, show: ShowState): boolean =>
  authorise(principal, 'room.delete-message', { show }) === undefined;
