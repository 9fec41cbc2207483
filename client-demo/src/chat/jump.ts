import type { ChatItem } from './chat-item.ts';
import type { Feed } from './feed.ts';

const rowIn = (scroller: HTMLElement, messageId: string): HTMLElement | null =>
  scroller.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`);

const show = (row: HTMLElement): void => {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  row.scrollIntoView({ block: 'center', behavior: isStill ? 'auto' : 'smooth' });
  row.focus({ preventScroll: true });
  row.animate([{ backgroundColor: 'var(--act-tint)' }, { backgroundColor: 'transparent' }], 1600);
};

/** Shows one message and lets the feed stand still there; one that was thinned out comes back with all others. */
export const jumpTo = (feed: Feed<ChatItem>, scroller: HTMLElement | null, messageId: string): void => {
  if (scroller === null) return;
  const row = rowIn(scroller, messageId);
  feed.hold(row === null ? { all: true } : undefined);
  if (row !== null) return show(row);
  // Drawn with the next frame, if the room still holds it.
  requestAnimationFrame(() => {
    const late = rowIn(scroller, messageId);
    if (late !== null) show(late);
  });
};
