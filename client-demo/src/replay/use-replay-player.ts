import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Live } from '../live/live.ts';
import { systemTime } from '../live/time-source.ts';
import { lineEstimateBps } from '../player/line.ts';
import { createPlaylistSource, unreachableOfSession } from '../player/playlist-source.ts';
import { isSavingData, topRung } from '../player/quality.ts';
import { posterFolder } from './poster.ts';
import { remember } from './remembered.ts';
import { ReplayPlayer } from './replay-player.ts';
import { loadReplayScreen } from './replay-screen.ts';
import { readThumbnails, type Thumbnail } from './thumbnails.ts';

/** A player in this element while the page is mounted. */
export const useReplayPlayer = (
  live: Live,
  showId: string,
  video: HTMLVideoElement | null,
  startS: number,
): ReplayPlayer | undefined => {
  const [player, setPlayer] = useState<ReplayPlayer>();
  useEffect(() => {
    if (video === null) return undefined;
    const findPlaylists = () =>
      createPlaylistSource({
        socket: live.socket(),
        showId,
        time: systemTime,
        serverNowMs: () => live.clock.nowMs(),
        page: location,
        fetch: (url, init) => fetch(url, init),
        unreachable: unreachableOfSession,
      });
    const made = new ReplayPlayer({
      video,
      startS,
      top: topRung('auto', isSavingData.peek()),
      estimateBps: lineEstimateBps,
      findPlaylists,
      loadScreen: loadReplayScreen,
      reloadPage: () => location.reload(),
      onPlace: (atS, durationS) => remember(showId, atS, durationS),
    });
    setPlayer(made);
    return () => {
      made.close();
      setPlayer(undefined);
    };
  }, [live, showId, video]);
  return player;
};

/** The small pictures of the replay, once it plays; none where they cannot be had. */
export const useThumbnails = (showId: string, isWanted: boolean): readonly Thumbnail[] => {
  const thumbnails = useSignal<readonly Thumbnail[]>([]);
  useEffect(() => {
    if (!isWanted) return undefined;
    const stop = new AbortController();
    fetch(`${posterFolder(showId)}thumbnails.vtt`, { signal: stop.signal })
      .then(async (answer) => {
        if (answer.ok) thumbnails.value = readThumbnails(await answer.text());
      })
      // Nobody needs them to watch.
      .catch(() => undefined);
    return () => stop.abort();
  }, [showId, isWanted]);
  return thumbnails.value;
};
