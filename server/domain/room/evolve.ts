import type { Occurrence } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { RoomEvent } from './events.ts';
import type { RoomState } from './state.ts';

/** The room after one event. Pure and total. */
export function evolveRoom(state: RoomState, _occurrence: Occurrence<RoomEvent, PersonId>): RoomState {
  return state;
}
