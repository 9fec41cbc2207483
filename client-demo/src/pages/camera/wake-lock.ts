import { useEffect } from 'preact/hooks';

/**
 * Keeps the screen on while `isWanted`: a phone that locks itself stops filming. The browser drops the lock when
 * the page is hidden, so it is taken again on return. Where it is not to be had nothing happens.
 */
export const useWakeLock = (isWanted: boolean): void => {
  useEffect(() => {
    if (!isWanted) return undefined;
    let lock: WakeLockSentinel | undefined;
    let isOver = false;
    const take = async () => {
      if (document.visibilityState !== 'visible') return;
      // Absent on insecure pages although the DOM types promise it; refused when the battery is low.
      const wakeLock: WakeLock | undefined = navigator.wakeLock;
      const taken = await wakeLock?.request('screen').catch(() => undefined);
      if (isOver) void taken?.release();
      else lock = taken;
    };
    void take();
    const again = () => void take();
    document.addEventListener('visibilitychange', again);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, [isWanted]);
};
