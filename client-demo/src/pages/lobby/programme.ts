import type { ShowListEntry } from '#protocol/views.ts';

/** The lobby's two shelves: what is on stage, the longest running first; what comes, the next first. */
export interface Programme {
  readonly onStage: readonly ShowListEntry[];
  readonly coming: readonly ShowListEntry[];
}

/** Sorts shows onto the shelves; drafts, ended and archived ones do not belong into a lobby. Pure. */
export const programmeOf = (shows: readonly ShowListEntry[]): Programme => {
  const onStage = shows.filter(({ status }) => status === 'live' || status === 'paused');
  const coming = shows.filter(({ status }) => status === 'scheduled' || status === 'rehearsal');
  return {
    // A running picture is more inviting than a pause.
    onStage: onStage.toSorted(
      (a, b) =>
        Number(a.status === 'paused') - Number(b.status === 'paused') ||
        (a.liveSinceMs ?? 0) - (b.liveSinceMs ?? 0),
    ),
    coming: coming.toSorted((a, b) => (a.startsAtMs ?? Infinity) - (b.startsAtMs ?? Infinity)),
  };
};
