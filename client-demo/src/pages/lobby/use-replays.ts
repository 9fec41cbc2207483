import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ShowListEntry } from '#protocol/views.ts';
import { useLive } from '../../shell/live-context.ts';

/** Two rows of a desk. Each is one question to the server, which remembers the answers for a minute. */
const mostShown = 6;
/** A show that ended while somebody looked is still being written. */
const settleMs = 3_000;

/** Those of the latest shows that are over which can be seen again. */
export const useReplays = (over: readonly ShowListEntry[]): readonly ShowListEntry[] => {
  const { socket } = useLive();
  const kept = useSignal<ReadonlySet<string>>(new Set());
  const latest = over.slice(0, mostShown);
  const wanted = latest.map(({ showId }) => showId).join(' ');
  const asked = useSignal<ReadonlySet<string>>(new Set());
  const isFirst = useRef(true);
  useEffect(() => {
    const waitMs = isFirst.current ? 0 : settleMs;
    isFirst.current = false;
    const unknown = wanted.split(' ').filter((showId) => showId !== '' && !asked.peek().has(showId));
    if (unknown.length === 0) return undefined;
    let isGone = false;
    const ask = async (showId: string): Promise<void> => {
      const place = await socket().request('stage.playlists', { showId });
      if (isGone) return;
      if (place.ok || !place.error.temporary) asked.value = new Set([...asked.peek(), showId]);
      if (place.ok) kept.value = new Set([...kept.peek(), showId]);
    };
    const timer = setTimeout(() => unknown.forEach((showId) => void ask(showId)), waitMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [socket, wanted]);
  return latest.filter(({ showId }) => kept.value.has(showId));
};
