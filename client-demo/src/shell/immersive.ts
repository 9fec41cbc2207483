import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Whether the page on screen takes all of it: no header, no margins. */
export const isImmersive = signal(false);

/** Gives the calling page the whole screen while it is mounted. */
export const useImmersive = (): void => {
  useEffect(() => {
    isImmersive.value = true;
    return () => {
      isImmersive.value = false;
    };
  }, []);
};
