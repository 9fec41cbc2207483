import { useEffect } from 'preact/hooks';
import type { RefObject } from 'preact';

/** How the visible part of the page lies in the whole one, in CSS pixels. */
export interface VisiblePart {
  readonly pageHeightPx: number;
  readonly heightPx: number;
  readonly offsetTopPx: number;
  readonly scale: number;
}

/** Less is the browser's own bar coming and going, not a keyboard. */
const leastKeyboardPx = 80;

/** How high the keyboard stands, and how far the browser pushed the page to show the field. Pure. */
export const keyboardOf = ({ pageHeightPx, heightPx, offsetTopPx, scale }: VisiblePart) => {
  const hiddenPx = pageHeightPx - heightPx;
  // Zoomed in, the visible part is small for another reason.
  if (scale > 1.01 || hiddenPx < leastKeyboardPx) return { insetPx: 0, shiftPx: 0 };
  return { insetPx: Math.round(hiddenPx), shiftPx: Math.round(offsetTopPx) };
};

/**
 * Tells the style of `element` of the on-screen keyboard: `--keyboard` is its height, `--shift` how far the page was
 * pushed. With both as transforms the field stands on the keyboard and the picture stands where it stood.
 */
export const useKeyboardInset = (element: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return undefined;
    const update = () => {
      const { insetPx, shiftPx } = keyboardOf({
        pageHeightPx: document.documentElement.clientHeight,
        heightPx: viewport.height,
        offsetTopPx: viewport.offsetTop,
        scale: viewport.scale,
      });
      element.current?.style.setProperty('--keyboard', `${insetPx}px`);
      element.current?.style.setProperty('--shift', `${shiftPx}px`);
      element.current?.toggleAttribute('data-keyboard', insetPx > 0);
    };
    update();
    viewport.addEventListener('resize', update);
    viewport.addEventListener('scroll', update);
    return () => {
      viewport.removeEventListener('resize', update);
      viewport.removeEventListener('scroll', update);
    };
  }, []);
};
