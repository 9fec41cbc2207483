import { layeredVideo } from '../stage/picture-deck.ts';

/** Two videos in one box, one beneath the other, of which only the one in front can be heard. */
export class DeckVideos {
  readonly #videos: [HTMLVideoElement, HTMLVideoElement];
  #isAudible = false;
  #isPlaying = false;
  #volume = 1;
  #isBlocked = false;

  constructor(box: HTMLElement) {
    this.#videos = [layeredVideo(), layeredVideo()];
    box.prepend(...this.#videos);
    this.#arrange();
  }

  get front(): HTMLVideoElement {
    return this.#videos[0];
  }
  get back(): HTMLVideoElement {
    return this.#videos[1];
  }
  /** The browser wants a tap before it plays sound here. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** What was made ready beneath comes to the front, with the sound. */
  swap(): void {
    const floats = document.pictureInPictureElement === this.front;
    this.#videos.reverse();
    this.#arrange();
    this.#isPlaying = true;
    this.#apply();
    // While one video floats another may take its place without a tap (Picture-in-Picture, section 4.1).
    if (floats) this.front.requestPictureInPicture().catch(() => undefined);
  }
  /** Nothing plays in front any more. */
  clear(): void {
    this.#isPlaying = false;
    this.#isBlocked = false;
  }
  /** Inside a tap: from now on both may play with sound without another one (WebKit asks for it per element). */
  bless(): void {
    for (const video of this.#videos) void video.play().catch(() => undefined);
  }
  setAudible(isAudible: boolean): void {
    if (isAudible === this.#isAudible && !this.#isBlocked) return;
    this.#isAudible = isAudible;
    this.#apply();
  }
  setVolume(volume: number): void {
    this.#volume = Math.min(1, Math.max(0, volume));
    for (const video of this.#videos) video.volume = this.#volume;
  }
  close(): void {
    for (const video of this.#videos) video.remove();
  }

  #apply(): void {
    const [front, back] = this.#videos;
    back.muted = true;
    front.volume = this.#volume;
    front.muted = !this.#isAudible;
    this.#isBlocked = false;
    if (!this.#isAudible || !this.#isPlaying) return;
    front.play().catch((error: unknown) => {
      // AbortError only says that the source changed while starting.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.#isBlocked = true;
      front.muted = true;
      void front.play().catch(() => undefined);
    });
  }

  #arrange(): void {
    const [front, back] = this.#videos;
    // Both stay visible, one beneath the other: browsers stop decoding what is hidden.
    front.style.zIndex = '1';
    back.style.zIndex = '0';
    front.dataset['layer'] = 'front';
    back.dataset['layer'] = 'back';
  }
}
