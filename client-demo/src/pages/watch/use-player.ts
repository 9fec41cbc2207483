import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Live } from '../../live/live.ts';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import { createProgrammePlayer } from '../../player/two-way-player.ts';
import { followPictureFit } from '../../stage/picture-fit.ts';

/** A player in `container` while the page is mounted and `isWanted`. */
export const usePlayer = (
  live: Live,
  showId: string,
  container: HTMLElement | null,
  isWanted: boolean,
): ProgrammePlayer | undefined => {
  const [player, setPlayer] = useState<ProgrammePlayer>();
  useEffect(() => {
    if (container === null || !isWanted) return undefined;
    const made = createProgrammePlayer({ socket: live.socket(), clock: live.clock, showId, container });
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
  }, [live, showId, container, isWanted]);
  return player;
};

/** Whether sound may start without another tap: the person has touched this page before. */
export const hasTouchedPage = (): boolean => navigator.userActivation?.hasBeenActive === true;
