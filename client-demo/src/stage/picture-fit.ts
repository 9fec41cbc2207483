interface Size {
  readonly width: number;
  readonly height: number;
}

/** Filling the element may cost this much of the picture's width or height; more would cut the product off. */
const spareShare = 0.2;

/** Whether a picture fills an element of this size, or stands in it whole. Pure. */
export const choosePictureFit = (picture: Size, element: Size): 'cover' | 'contain' => {
  if (picture.height === 0 || element.height === 0) return 'contain';
  const ratio = picture.width / picture.height / (element.width / element.height);
  return Math.min(ratio, 1 / ratio) >= 1 - spareShare ? 'cover' : 'contain';
};

/** Keeps `object-fit` of an element right for the picture in it; returns the way to stop. */
export const followPictureFit = (element: HTMLElement, picture: () => Size | null): (() => void) => {
  const update = () => {
    const size = picture();
    if (size === null) return;
    element.style.objectFit = choosePictureFit(size, {
      width: element.clientWidth,
      height: element.clientHeight,
    });
  };
  const observer = new ResizeObserver(update);
  observer.observe(element);
  update();
  return () => observer.disconnect();
};
