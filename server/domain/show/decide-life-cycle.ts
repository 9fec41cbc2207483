import { accepted, assertNever, rejected, type Decision, type DecisionContext } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import type { ShowCommand, ShowRejectionCode } from './commands.ts';
import type { ShowEvent } from './events.ts';
import { reopenWindowMs, type ShowState, type ShowStatus } from './state.ts';
import { wrongStatus } from './wrong-status.ts';

type Outcome = Decision<ShowEvent, ShowRejectionCode>;
type SourceCommandType =
  'add-source' | 'rename-source' | 'remove-source' | 'switch-programme' | 'choose-microphone';
type LifeCycleCommand = Exclude<ShowCommand, { readonly type: SourceCommandType }>;

/** Creation, announcement and the way from draft to archive. */
export function decideLifeCycle(
  command: LifeCycleCommand,
  state: ShowState,
  context: DecisionContext<PersonId>,
): Outcome {
  const from = (statuses: readonly ShowStatus[], event: ShowEvent): Outcome =>
    statuses.includes(state.status) ? accepted(event) : wrongStatus(state);
  switch (command.type) {
    case 'create-show':
      return create(command, state, context);
    case 'edit-show':
      return from(['draft', 'scheduled', 'rehearsal', 'live', 'paused', 'ended'], {
        type: 'show-edited',
        title: command.title,
        description: command.description,
      });
    case 'schedule-show':
      return schedule(command.startsAtMs, state, context.nowMs);
    case 'start-rehearsal':
      return from(['draft', 'scheduled'], { type: 'rehearsal-started' });
    case 'finish-rehearsal':
      return from(['rehearsal'], { type: 'rehearsal-finished' });
    case 'go-live':
      return from(['draft', 'scheduled', 'rehearsal'], { type: 'show-went-live' });
    case 'pause-show':
      return from(['live'], { type: 'show-paused', slate: command.slate });
    case 'resume-show':
      return from(['paused'], { type: 'show-resumed' });
    case 'end-show':
      return from(['live', 'paused'], { type: 'show-ended' });
    case 'reopen-show':
      return reopen(state, context.nowMs);
    case 'archive-show':
      return from(['draft', 'scheduled', 'ended'], { type: 'show-archived' });
    default:
      return assertNever(command);
  }
}

function create(
  command: Extract<ShowCommand, { readonly type: 'create-show' }>,
  state: ShowState,
  context: DecisionContext<PersonId>,
): Outcome {
  if (state.status !== 'absent') return rejected('show-exists');
  const { showId, title, description } = command;
  return accepted({ type: 'show-created', showId, title, description, hostId: context.actor });
}

function schedule(startsAtMs: number, state: ShowState, nowMs: number): Outcome {
  if (state.status !== 'draft' && state.status !== 'scheduled') return wrongStatus(state);
  if (startsAtMs <= nowMs) return rejected('show-starts-in-the-past', { nowMs });
  return accepted({ type: 'show-scheduled', startsAtMs });
}

function reopen(state: ShowState, nowMs: number): Outcome {
  if (state.status !== 'ended') return wrongStatus(state);
  const lateMs = nowMs - state.endedAtMs - reopenWindowMs;
  return lateMs > 0 ? rejected('show-reopen-too-late', { lateMs }) : accepted({ type: 'show-reopened' });
}
