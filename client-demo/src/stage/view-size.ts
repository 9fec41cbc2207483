/** How an element is seen right now. */
export interface ViewSize {
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  /** The page is in front, or the picture floats above other windows. */
  readonly isVisible: boolean;
}

/** Reports the size and visibility of an element, settled for `settleMs`, whenever they change. */
export const followViewSize = (
  element: HTMLElement,
  settleMs: number,
  listener: (view: ViewSize) => void,
): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const report = () => {
    const floating = document.pictureInPictureElement;
    listener({
      width: element.clientWidth,
      height: element.clientHeight,
      pixelRatio: window.devicePixelRatio,
      isVisible: document.visibilityState === 'visible' || (floating !== null && element.contains(floating)),
    });
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(report, settleMs);
  };
  const observer = new ResizeObserver(soon);
  observer.observe(element);
  document.addEventListener('visibilitychange', report);
  // Both bubble up from the video.
  element.addEventListener('enterpictureinpicture', soon);
  element.addEventListener('leavepictureinpicture', soon);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('visibilitychange', report);
    element.removeEventListener('enterpictureinpicture', soon);
    element.removeEventListener('leavepictureinpicture', soon);
  };
};
