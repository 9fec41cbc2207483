import { assertNever, type Decision, type DecisionContext } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { ShowCommand, ShowRejectionCode } from './commands.ts';
import { decideLifeCycle } from './decide-life-cycle.ts';
import { decideSources } from './decide-sources.ts';
import type { ShowEvent } from './events.ts';
import type { ShowState } from './state.ts';

/**
 * Decides one command on one show: the events to append, or why not. Pure and total.
 * Who may ask is not its business (application/authorise.ts).
 */
export function decideShow(
  command: ShowCommand,
  state: ShowState,
  context: DecisionContext<PersonId>,
): Decision<ShowEvent, ShowRejectionCode> {
  switch (command.type) {
    case 'create-show':
    case 'edit-show':
    case 'schedule-show':
    case 'start-rehearsal':
    case 'finish-rehearsal':
    case 'go-live':
    case 'pause-show':
    case 'resume-show':
    case 'end-show':
    case 'reopen-show':
    case 'archive-show':
      return decideLifeCycle(command, state, context);
    case 'add-source':
    case 'rename-source':
    case 'remove-source':
    case 'switch-programme':
    case 'choose-microphone':
      return decideSources(command, state, context);
    default:
      return assertNever(command);
  }
}
