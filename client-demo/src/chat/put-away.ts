import { signal } from '@preact/signals';

const storageKey = 'popstage.chat-away';

/** Whether the chat over the picture is put away on this device. */
export const isChatAway = signal(localStorage.getItem(storageKey) !== null);

export const putChatAway = (away: boolean): void => {
  isChatAway.value = away;
  if (away) localStorage.setItem(storageKey, '1');
  else localStorage.removeItem(storageKey);
};

/** A finger's way from touch to lift. */
export interface Swipe {
  readonly dx: number;
  readonly dy: number;
  readonly durationMs: number;
}

/** Longer than a tap that slips, shorter than a thumb's reach. */
const leastPx = 60;
const longestMs = 700;

/** What a swipe asks for: towards the end of the line the chat goes, back it comes; null for anything else. Pure. */
export const swipeMeaning = ({ dx, dy, durationMs }: Swipe, isRtl: boolean): 'away' | 'back' | null => {
  if (durationMs > longestMs || Math.abs(dx) < leastPx || Math.abs(dx) < 2 * Math.abs(dy)) return null;
  return dx > 0 === isRtl ? 'back' : 'away';
};

const isOnField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('textarea, input, button, a, dialog') !== null;

/** Handlers for the element over which one swipes. */
export const swipeHandlers = () => {
  let start: { readonly x: number; readonly y: number; readonly atMs: number } | undefined;
  return {
    onPointerDown: (event: PointerEvent) => {
      const counts = event.pointerType !== 'mouse' && event.isPrimary && !isOnField(event.target);
      start = counts ? { x: event.clientX, y: event.clientY, atMs: event.timeStamp } : undefined;
    },
    onPointerUp: (event: PointerEvent) => {
      if (start === undefined) return;
      const swipe = {
        dx: event.clientX - start.x,
        dy: event.clientY - start.y,
        durationMs: event.timeStamp - start.atMs,
      };
      start = undefined;
      const meaning = swipeMeaning(swipe, document.documentElement.dir === 'rtl');
      if (meaning !== null) putChatAway(meaning === 'away');
    },
    onPointerCancel: () => {
      start = undefined;
    },
  };
};
