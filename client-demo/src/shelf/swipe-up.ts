/** Longer than a tap that slips, and clearly upwards. */
const leastPx = 70;
const longestMs = 600;

/** Whether a finger's way means "show me the shelf". Pure. */
export const isSwipeUp = (way: {
  readonly dx: number;
  readonly dy: number;
  readonly durationMs: number;
}): boolean => way.durationMs <= longestMs && way.dy <= -leastPx && Math.abs(way.dy) > 2 * Math.abs(way.dx);

/**
 * Handlers for the picture. Touch events, because the browser takes pointers away as soon as it takes a finger that
 * moves upwards for one that scrolls.
 */
export const swipeUpHandlers = (onSwipe: () => void) => {
  let start: { readonly x: number; readonly y: number; readonly atMs: number } | undefined;
  return {
    onTouchStart: (event: TouchEvent) => {
      const [touch, second] = event.touches;
      const isAlone = touch !== undefined && second === undefined;
      start = isAlone ? { x: touch.clientX, y: touch.clientY, atMs: event.timeStamp } : undefined;
    },
    onTouchEnd: (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (start === undefined || touch === undefined) return;
      const way = {
        dx: touch.clientX - start.x,
        dy: touch.clientY - start.y,
        durationMs: event.timeStamp - start.atMs,
      };
      start = undefined;
      if (isSwipeUp(way)) onSwipe();
    },
    onTouchCancel: () => {
      start = undefined;
    },
  };
};
