/** Whether nobody sees or hears what plays, so that nothing need be fetched. */
export interface UnseenWatch {
  isUnseen(nowMs: number, isHeard: boolean): boolean;
}

/** Somebody who only looks something up comes back to a picture that runs. */
const graceMs = 4000;

export const createUnseenWatch = (): UnseenWatch => {
  let sinceMs: number | null = null;
  return {
    isUnseen: (nowMs, isHeard) => {
      const isHidden = document.visibilityState === 'hidden' && document.pictureInPictureElement === null;
      sinceMs = isHidden && !isHeard ? (sinceMs ?? nowMs) : null;
      return sinceMs !== null && nowMs - sinceMs >= graceMs;
    },
  };
};
