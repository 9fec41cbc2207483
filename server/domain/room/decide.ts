import { rejected, type Decision, type DecisionContext } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { RoomBriefing, RoomCommand, RoomRejectionCode } from './commands.ts';
import type { RoomEvent } from './events.ts';
import type { RoomState } from './state.ts';

/** Decides one command in one room: the events to append, or why not. Pure and total. */
export function decideRoom(
  _command: RoomCommand,
  _state: RoomState,
  _context: DecisionContext<PersonId> & { readonly briefing: RoomBriefing },
): Decision<RoomEvent, RoomRejectionCode> {
  return rejected('room-closed');
}
