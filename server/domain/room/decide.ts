import { assertNever } from '../decision.ts';
import type { RoomCommand, RoomContext, RoomDecision } from './commands.ts';
import { decideBlocks } from './decide-blocks.ts';
import { decideMessages } from './decide-messages.ts';
import { decidePins } from './decide-pins.ts';
import { decideReports } from './decide-reports.ts';
import { decideRulings } from './decide-rulings.ts';
import type { RoomState } from './state.ts';

/**
 * Decides one command in one room: the events to append, or why not. Pure and total. Who may moderate, and whether
 * the room is open, is not its business (application/room-commands.ts).
 */
export function decideRoom(command: RoomCommand, state: RoomState, context: RoomContext): RoomDecision {
  switch (command.type) {
    case 'send-message':
    case 'announce':
      return decideMessages(command, state, context);
    case 'delete-message':
    case 'delete-messages-of':
    case 'restrict-person':
    case 'undo-ruling':
      return decideRulings(command, state, context);
    case 'pin-message':
    case 'unpin-message':
      return decidePins(command, state, context);
    case 'approve-message':
    case 'report-message':
    case 'dismiss-reports':
      return decideReports(command, state, context);
    case 'set-rules':
    case 'block-person':
    case 'unblock-person':
      return decideBlocks(command, state, context);
    default:
      return assertNever(command);
  }
}
