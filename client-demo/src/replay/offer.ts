import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLive } from '../shell/live-context.ts';

/** A show that has just ended is still being written; so soon after its end it is asked for again. */
const settleMs = 20_000;
const askAgainMs = 3_000;

/** Whether a show that is over can be watched again, as far as the page knows. */
export const useHasReplay = (showId: string, endedAtMs: number | null): boolean => {
  const { socket, clock } = useLive();
  const isThere = useSignal(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const place = await socket().request('stage.playlists', { showId });
      if (isGone) return;
      // A show that is over has nothing else.
      isThere.value = place.ok;
      const isFresh = endedAtMs !== null && clock.nowMs() - endedAtMs < settleMs;
      const mayCome =
        !place.ok && (place.error.temporary || (isFresh && place.error.code === 'replay-absent'));
      if (mayCome) timer = setTimeout(() => void ask(), askAgainMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [socket, clock, showId, endedAtMs]);
  return isThere.value;
};
