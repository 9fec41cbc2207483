import type { SessionView, ShowView } from '#protocol/views.ts';

/** What the watch page is about right now. */
export type WatchPhase =
  | { readonly name: 'coming'; readonly startsAtMs: number | null }
  | { readonly name: 'rehearsal' }
  | { readonly name: 'live' }
  | { readonly name: 'paused' }
  | { readonly name: 'ended' };

/** Whether somebody works for this show; viewers never see a rehearsal. */
export const isStaffOf = (
  session: Pick<SessionView, 'role' | 'showId'> | undefined,
  showId: string,
): boolean =>
  session !== undefined &&
  session.role !== 'viewer' &&
  (session.showId === null || session.showId === showId);

/** Pure: the phase follows from the show and from who looks. */
export const watchPhaseOf = (show: Pick<ShowView, 'status' | 'startsAtMs'>, isStaff: boolean): WatchPhase => {
  switch (show.status) {
    case 'draft':
    case 'scheduled':
      return { name: 'coming', startsAtMs: show.startsAtMs };
    case 'rehearsal':
      return isStaff ? { name: 'rehearsal' } : { name: 'coming', startsAtMs: show.startsAtMs };
    case 'live':
      return { name: 'live' };
    case 'paused':
      return { name: 'paused' };
    case 'ended':
    case 'archived':
      return { name: 'ended' };
  }
};

/** Whether there is a stage to connect to in this phase. */
export const hasStage = (phase: WatchPhase): boolean =>
  phase.name === 'rehearsal' || phase.name === 'live' || phase.name === 'paused';
