/** Moments at which a browser may have lost its connection, or found one, without telling anybody. */
export type FollowWake = (listener: () => void) => () => void;

export const browserWake: FollowWake = (listener) => {
  const whenVisible = () => {
    if (document.visibilityState === 'visible') listener();
  };
  document.addEventListener('visibilitychange', whenVisible);
  addEventListener('online', listener);
  addEventListener('pageshow', listener);
  return () => {
    document.removeEventListener('visibilitychange', whenVisible);
    removeEventListener('online', listener);
    removeEventListener('pageshow', listener);
  };
};
