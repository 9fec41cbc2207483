import { useEffect, useRef } from 'preact/hooks';
import { BidBar } from '../../auction/bid-bar.tsx';
import { CartKey } from '../../order/cart-key.tsx';
import { PinnedOffer } from '../../shelf/pinned-offer.tsx';
import { ShelfKey } from '../../shelf/shelf-key.tsx';
import './watch-dock.css';

/** Tells the page how high the dock is, so that what lies over the picture beside it makes room without guessing. */
const useDockHeight = (): { readonly current: HTMLDivElement | null } => {
  const dock = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = dock.current;
    const page = element?.closest<HTMLElement>('.watch');
    if (element === null || !page) return undefined;
    const observer = new ResizeObserver(() => {
      page.style.setProperty('--dock', `${element.offsetHeight}px`);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      page.style.removeProperty('--dock');
    };
  }, []);
  return dock;
};

interface WatchDockProps {
  /** There is a picture for it to lie over on a phone. */
  readonly isOver: boolean;
  readonly isPaused: boolean;
}

/** What is sold right now: over the lower edge of the picture on a phone, above the chat on a desk. */
export const WatchDock = ({ isOver, isPaused }: WatchDockProps) => {
  const dock = useDockHeight();
  return (
    <div class={isOver ? 'watch-dock watch-dock-over' : 'watch-dock'} ref={dock}>
      <div class="watch-dock-keys">
        <ShelfKey />
        <CartKey />
      </div>
      <PinnedOffer />
      <BidBar isPaused={isPaused} />
    </div>
  );
};
