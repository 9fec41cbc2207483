import type { ShowListEntry } from '#protocol/views.ts';
import type { ResourceState } from '../../api/resource.ts';
import type { ShowsFollow } from '../../live/shows-channel.ts';

type Read = ResourceState<{ readonly shows: readonly ShowListEntry[] }>;

/**
 * What the lobby shows of its two sources: the live list while it is up; else the newer of what the socket told last
 * and what was read over HTTP, with the moment from which it is old. Pure; `wallTimeOf` turns local monotonic time into
 * the device's wall time.
 */
export const lobbyStateOf = (
  live: ShowsFollow,
  read: Read,
  wallTimeOf: (monotonicMs: number) => number,
): Read => {
  if (live.status !== 'ready') return read;
  const value = { shows: live.shows };
  if (live.staleSinceMs === null) return { status: 'ready', value, readAtMs: 0, isStale: false };
  const staleSinceMs = wallTimeOf(live.staleSinceMs);
  if (read.status === 'ready' && read.readAtMs > staleSinceMs) return read;
  return { status: 'ready', value, readAtMs: staleSinceMs, isStale: true };
};
