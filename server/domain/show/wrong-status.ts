import { rejected, type Decision } from '../decision.ts';
import type { ShowRejectionCode } from './commands.ts';
import type { ShowState } from './state.ts';

/** The refusal of a command that the status of the show does not allow. */
export function wrongStatus(state: ShowState): Decision<never, ShowRejectionCode> {
  if (state.status === 'absent') return rejected('show-not-found');
  if (state.status === 'archived') return rejected('show-archived');
  return rejected('show-wrong-status', { status: state.status });
}
