import { assertNever } from '../decision.ts';
import type { ShowState } from './state.ts';

/** What the public may know of a show's status; see `publicStatusOf`. */
export type PublicShowStatus = 'scheduled' | 'live' | 'paused' | 'ended';

/**
 * The status that people outside the crew are told, or `null` when for them there is no such show.
 * Only the crew sees a rehearsal; an announced show stays announced while it rehearses.
 */
export function publicStatusOf(state: ShowState): PublicShowStatus | null {
  switch (state.status) {
    case 'absent':
    case 'draft':
    case 'archived':
      return null;
    case 'rehearsal':
      return state.startsAtMs === null ? null : 'scheduled';
    case 'scheduled':
    case 'live':
    case 'paused':
    case 'ended':
      return state.status;
    default:
      return assertNever(state);
  }
}
