import type { Way } from './mode-policy.ts';

const box = (container: HTMLElement): HTMLElement => {
  const made = document.createElement('div');
  made.style.cssText =
    'position:absolute;inset:0;object-fit:inherit;object-position:inherit;isolation:isolate';
  container.append(made);
  return made;
};

/** One box per way, over each other. Both stay visible: browsers stop decoding what is hidden. */
export class WayBoxes {
  readonly #container: HTMLElement;
  readonly #boxes: Readonly<Record<Way, HTMLElement>>;

  constructor(container: HTMLElement) {
    this.#container = container;
    this.#boxes = { hls: box(container), rtc: box(container) };
  }

  of(way: Way): HTMLElement {
    return this.#boxes[way];
  }

  /** `video`: what plays in the box that comes to the front. */
  bringToFront(way: Way, video: HTMLVideoElement): void {
    for (const one of ['rtc', 'hls'] as const) {
      this.#boxes[one].style.zIndex = one === way ? '1' : '0';
      this.#boxes[one].dataset['side'] = one === way ? 'front' : 'back';
    }
    const floats = document.pictureInPictureElement;
    // While one video floats another may take its place without a tap (Picture-in-Picture, section 4.1).
    if (floats !== null && this.#container.contains(floats) && floats !== video)
      video.requestPictureInPicture().catch(() => undefined);
  }

  close(): void {
    for (const one of Object.values(this.#boxes)) one.remove();
  }
}
