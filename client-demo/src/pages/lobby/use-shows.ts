import { computed, effect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { createResource } from '../../api/resource.ts';
import { listShows } from '../../api/routes.ts';
import type { Live } from '../../live/live.ts';
import { createShowsChannel } from '../../live/shows-channel.ts';
import { systemTime } from '../../live/time-source.ts';
import { lobbyStateOf } from './lobby-state.ts';

/** Without a socket half a minute old is fresh enough, and a thousand open lobbies stay cheap. */
const refreshEveryMs = 20_000;

const wallTimeOf = (monotonicMs: number): number => Date.now() - (performance.now() - monotonicMs);

const createShows = (live: Live) => {
  const channel = createShowsChannel({ socket: live.socket(), time: systemTime });
  const read = createResource(() => listShows(live.session));
  const isLive = computed(() => {
    const state = channel.follow.value;
    return state.status === 'ready' && state.staleSinceMs === null;
  });
  const state = computed(() => lobbyStateOf(channel.follow.value, read.state.value, wallTimeOf));
  const refresh = async () => {
    if (!isLive.peek()) await read.refresh();
  };
  const follow = () => {
    const stop = effect(() => {
      if (!isLive.value) void read.refresh();
    });
    const onVisible = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    const timer = setInterval(onVisible, refreshEveryMs);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
      channel.close();
    };
  };
  return { state, isBusy: read.isBusy, refresh, follow };
};

/** The shows of the lobby: live over the socket; read over HTTP first, and whenever the socket is away. */
export const useShows = (live: Live) => {
  const shows = useMemo(() => createShows(live), [live]);
  useEffect(() => shows.follow(), [shows]);
  return shows;
};
