import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { LiveSocket } from '../../live/socket.ts';
import { followPictureFit } from '../../stage/picture-fit.ts';
import { createStagePlayer, type StagePlayer } from '../../stage/stage-player.ts';

/** A player in `container` while the page is mounted and `isWanted`. */
export const usePlayer = (
  socket: LiveSocket,
  showId: string,
  container: HTMLElement | null,
  isWanted: boolean,
): StagePlayer | undefined => {
  const [player, setPlayer] = useState<StagePlayer>();
  useEffect(() => {
    if (container === null || !isWanted) return undefined;
    const made = createStagePlayer({ socket, showId, container });
    let stopFit = () => {};
    const stopPicture = effect(() => {
      const size = made.picture.value;
      stopFit();
      stopFit = followPictureFit(container, () => size);
    });
    setPlayer(made);
    return () => {
      stopPicture();
      stopFit();
      made.close();
      setPlayer(undefined);
    };
  }, [socket, showId, container, isWanted]);
  return player;
};

/** Whether the person or the network asks for thrift: then nothing plays before the tap. */
export const savesData = (): boolean =>
  // Not in the DOM types; Chromium on Android tells.
  (navigator as { connection?: { readonly saveData?: boolean } }).connection?.saveData === true;

/** Whether sound may start without another tap: the person has touched this page before. */
export const hasTouchedPage = (): boolean => navigator.userActivation?.hasBeenActive === true;
