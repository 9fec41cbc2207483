import { createContext } from 'preact';
import { useContext, useEffect, useMemo } from 'preact/hooks';
import { systemTime } from '../live/time-source.ts';
import { createPictureFollower } from './follow-picture.ts';

/** Which moment of the show is on screen, for whatever on the page hangs on the picture. */
export interface PictureTime {
  /** Server time; null while nothing is on screen: then the present holds. */
  nowMs(): number | null;
  /** Returns the way to let go. */
  follow(pictureTimeMs: () => number | null): () => void;
}

export const createPictureTime = (): PictureTime => {
  let current: (() => number | null) | undefined;
  return {
    nowMs: () => current?.() ?? null,
    follow: (pictureTimeMs) => {
      current = pictureTimeMs;
      return () => {
        if (current === pictureTimeMs) current = undefined;
      };
    },
  };
};

/** Without a player on the page everything is of the present. */
export const PictureTimeContext = createContext<PictureTime>({
  nowMs: () => null,
  follow: () => () => undefined,
});

/**
 * `value` as the picture on screen has it: what changed a moment ago changes here when the picture gets there.
 * Never for what is money (price, clock, sold): that follows the server.
 */
export const useWithPicture = <Value>(value: Value, serverNowMs: () => number): Value => {
  const pictureTime = useContext(PictureTimeContext);
  const follower = useMemo(
    () =>
      createPictureFollower({
        first: value,
        time: systemTime,
        serverNowMs,
        pictureTimeMs: () => pictureTime.nowMs(),
      }),
    [pictureTime],
  );
  useEffect(() => follower.set(value), [follower, value]);
  useEffect(() => follower.close, [follower]);
  return follower.shown.value;
};
