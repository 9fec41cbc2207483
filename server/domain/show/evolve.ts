import type { Occurrence } from '../decision.ts';
import type { PersonId } from '../ids.ts';
import { evolveLifeCycle } from './evolve-life-cycle.ts';
import { evolveSources } from './evolve-sources.ts';
import type { ShowEvent } from './events.ts';
import type { ShowState } from './state.ts';

/**
 * Folds one event into the state. Pure and total: never throws, and an event that does not fit the state
 * (which `decideShow` never makes) leaves it as it is.
 */
export function evolveShow(state: ShowState, { event, atMs }: Occurrence<ShowEvent, PersonId>): ShowState {
  switch (event.type) {
    case 'show-created':
    case 'show-edited':
    case 'show-scheduled':
    case 'rehearsal-started':
    case 'rehearsal-finished':
    case 'show-went-live':
    case 'show-paused':
    case 'show-resumed':
    case 'show-ended':
    case 'show-reopened':
    case 'show-archived':
      return evolveLifeCycle(state, event, atMs);
    case 'source-added':
    case 'source-renamed':
    case 'source-removed':
    case 'programme-switched':
    case 'microphone-chosen':
      return state.status === 'absent' ? state : evolveSources(state, event);
    default:
      return forgotten(event, state);
  }
}

/** An event of a later version of this program stands in the log: an older one must still run. */
function forgotten(event: never, state: ShowState): ShowState {
  void event;
  return state;
}
