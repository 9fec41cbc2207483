import { useEffect, useRef } from 'preact/hooks';
import type { LotView } from '#protocol/auction-views.ts';

/** Two short ones: "somebody else". One: "yours". Felt through a pocket, not heard. */
const outbidPattern = [60, 80, 60];
const leadPattern = [40];

/** Lets a phone be felt when one is outbid or leads, where the browser and the person allow it. */
export const useBidFeel = (lot: LotView | null): void => {
  const isOutbid = lot?.own?.isOutbid === true;
  const isLeading = lot?.own?.isLeading === true;
  const before = useRef({ lotId: lot?.lotId, isOutbid, isLeading });
  useEffect(() => {
    const was = before.current;
    before.current = { lotId: lot?.lotId, isOutbid, isLeading };
    if (was.lotId !== lot?.lotId || navigator.userActivation?.hasBeenActive !== true) return;
    // Safari has no such method.
    if (isOutbid && was.isLeading) navigator.vibrate?.(outbidPattern);
    if (isLeading && !was.isLeading) navigator.vibrate?.(leadPattern);
  }, [lot?.lotId, isOutbid, isLeading]);
};
