const stepS = 5;
const leapS = 60;

/**
 * Where a key leads on the bar; undefined for keys that mean nothing there. The bar runs from left to right in every
 * language, as the tape does, and so do its arrow keys. Pure.
 */
export const seekOfKey = (key: string, positionS: number, durationS: number): number | undefined => {
  const within = (atS: number) => Math.min(durationS, Math.max(0, atS));
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return within(positionS + stepS);
    case 'ArrowLeft':
    case 'ArrowDown':
      return within(positionS - stepS);
    case 'PageUp':
      return within(positionS + leapS);
    case 'PageDown':
      return within(positionS - leapS);
    case 'Home':
      return 0;
    case 'End':
      return durationS;
    default:
      return undefined;
  }
};

/**
 * The moment under a pointer: the thumb of a range stands wholly inside its box, so its middle does not reach the ends.
 * Pixels. Pure.
 */
export const momentUnder = (
  pointerX: number,
  box: { readonly left: number; readonly width: number },
  thumbWidth: number,
  durationS: number,
): number => {
  const share = (pointerX - box.left - thumbWidth / 2) / Math.max(1, box.width - thumbWidth);
  return Math.min(1, Math.max(0, share)) * durationS;
};
