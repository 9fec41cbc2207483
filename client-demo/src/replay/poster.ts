import { useEffect, useState } from 'preact/hooks';

/** Where the pictures of a show are, at the page's own server: a page may show no others. */
export const posterFolder = (showId: string): string => `/hls/${encodeURIComponent(showId)}/`;

/** A show that just began has its first picture within seconds (setting hlsPosterMs). */
const askAgainMs = [3_000, 6_000, 12_000];
/** A lobby that stays open must not show what was an hour ago. */
const renewMs = 30_000;

/** Resolves with whether there is a picture under this address; it is in the browser's memory then. */
const load = (address: string): Promise<boolean> => {
  const image = new Image();
  image.src = address;
  return image.decode().then(
    () => true,
    () => false,
  );
};

/**
 * The address of the show's latest picture; null until there is one. The server answers 204 where there is none, which
 * is no error to a browser.
 */
export const usePoster = (showId: string, kind: 'none' | 'live' | 'kept'): string | null => {
  const [poster, setPoster] = useState<{ readonly showId: string; readonly address: string } | null>(null);
  useEffect(() => {
    if (kind === 'none') return setPoster(null);
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (turn: number): Promise<void> => {
      // Another address each time: a browser shows what it has under the same one.
      const address = `${posterFolder(showId)}poster.jpg?turn=${turn}`;
      const isSeen = turn === 0 || (document.visibilityState === 'visible' && navigator.onLine);
      const isThere = isSeen && (await load(address));
      if (isGone) return;
      if (isThere) setPoster({ showId, address });
      const nextMs = isThere || !isSeen ? renewMs : askAgainMs[turn];
      if (kind === 'live' && nextMs !== undefined) timer = setTimeout(() => void ask(turn + 1), nextMs);
    };
    void ask(0);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [showId, kind]);
  return poster?.showId === showId ? poster.address : null;
};
