import type { ShowListEntry } from '#protocol/views.ts';

/**
 * The lobby's shelves: what is on stage, the longest running first; what comes, the next first; what is over, the last
 * one first.
 */
export interface Programme {
  readonly onStage: readonly ShowListEntry[];
  readonly coming: readonly ShowListEntry[];
  readonly over: readonly ShowListEntry[];
}

/** Sorts shows onto the shelves; drafts and archived ones do not belong into a lobby. Pure. */
export const programmeOf = (shows: readonly ShowListEntry[]): Programme => {
  const onStage = shows.filter(({ status }) => status === 'live' || status === 'paused');
  const over = shows.filter(({ status }) => status === 'ended');
  const coming = shows.filter(({ status }) => status === 'scheduled' || status === 'rehearsal');
  return {
    // A running picture is more inviting than a pause.
    onStage: onStage.toSorted(
      (a, b) =>
        Number(a.status === 'paused') - Number(b.status === 'paused') ||
        (a.liveSinceMs ?? 0) - (b.liveSinceMs ?? 0),
    ),
    coming: coming.toSorted((a, b) => (a.startsAtMs ?? Infinity) - (b.startsAtMs ?? Infinity)),
    over: over.toSorted((a, b) => (b.liveSinceMs ?? 0) - (a.liveSinceMs ?? 0)),
  };
};
