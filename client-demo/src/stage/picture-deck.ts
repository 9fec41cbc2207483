import { signal, type ReadonlySignal } from '@preact/signals';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Two videos on top of each other: the next picture is made ready under the one on show and comes to the front
 * with its first frame, so that a switch never shows black.
 */
export interface PictureDeck {
  /**
   * Brings a track to the front with its first frame. `late`: it was brought there without one after
   * `timeoutMs`; `dropped`: `signal` fired first, nothing changed.
   */
  show(
    track: MediaStreamTrack,
    timeoutMs: number,
    signal: AbortSignal,
  ): Promise<'shown' | 'late' | 'dropped'>;
  readonly size: ReadonlySignal<PictureSize | null>;
  /** Local monotonic time of the newest frame on show; null before the first. */
  lastFrameAtMs(): number | null;
  /** Usual distance of frames: a still screen sends about one a second. */
  frameGapMs(): number;
  /** From capture to display of the newest frame, where the browser can tell. */
  pictureDelayMs(): number | null;
  front(): HTMLVideoElement;
  close(): void;
}

/** Weight of the newest distance in the running mean: a change of frame rate shows within some ten frames. */
const gapWeight = 0.1;

/** A video that lies over others in one box, silent until somebody says otherwise. */
export const layeredVideo = (): HTMLVideoElement => {
  const video = document.createElement('video');
  // Sound has its own element; a muted video may start without a tap on every browser.
  video.muted = true;
  video.playsInline = true;
  video.autoplay = true;
  video.disableRemotePlayback = true;
  video.tabIndex = -1;
  // The container says how a picture fits into it.
  video.style.cssText =
    'position:absolute;inset:0;inline-size:100%;block-size:100%;object-fit:inherit;object-position:inherit';
  return video;
};

/** Resolves with the first frame of what the element now plays. */
const firstFrame = (video: HTMLVideoElement): Promise<void> =>
  new Promise((resolve) => {
    // Firefox before 132 has no frame callbacks; there the element's own word has to do.
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => resolve());
    else (video as HTMLVideoElement).addEventListener('loadeddata', () => resolve(), { once: true });
  });

export const createPictureDeck = (container: HTMLElement): PictureDeck => {
  const size = signal<PictureSize | null>(null);
  let front = layeredVideo();
  let back = layeredVideo();
  let lastFrameAt: number | null = null;
  let gap = 33;
  let delay: number | null = null;
  let closed = false;

  const arrange = () => {
    // Both stay visible, one beneath the other: browsers stop decoding what is hidden.
    front.style.zIndex = '1';
    back.style.zIndex = '0';
    front.dataset['layer'] = 'front';
    back.dataset['layer'] = 'back';
  };
  const follow = (video: HTMLVideoElement, metadata: VideoFrameCallbackMetadata | undefined) => {
    if (closed || video !== front) return;
    const now = performance.now();
    if (lastFrameAt !== null) gap += (Math.min(now - lastFrameAt, 3000) - gap) * gapWeight;
    lastFrameAt = now;
    delay = metadata?.captureTime === undefined ? null : metadata.expectedDisplayTime - metadata.captureTime;
    const { videoWidth: width, videoHeight: height } = video;
    if (size.value?.width !== width || size.value.height !== height) size.value = { width, height };
    watch(video);
  };
  const watch = (video: HTMLVideoElement) => {
    if ('requestVideoFrameCallback' in video) {
      video.requestVideoFrameCallback((_now, metadata) => follow(video, metadata));
    } else {
      (video as HTMLVideoElement).addEventListener('timeupdate', () => follow(video, undefined), {
        once: true,
      });
    }
  };
  const swap = () => {
    if (document.pictureInPictureElement === front) {
      // The floating window belongs to this element and would close; a blink there is better than that.
      front.srcObject = back.srcObject;
      back.srcObject = null;
      return;
    }
    [front, back] = [back, front];
    arrange();
    back.srcObject = null;
    watch(front);
  };
  arrange();
  container.prepend(back, front);

  return {
    size,
    lastFrameAtMs: () => lastFrameAt,
    frameGapMs: () => gap,
    pictureDelayMs: () => delay,
    front: () => front,
    show: async (track, timeoutMs, abort) => {
      const video = back;
      video.srcObject = new MediaStream([track]);
      void video.play().catch(() => undefined);
      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), timeoutMs));
      const dropped = new Promise<'dropped'>((resolve) =>
        abort.addEventListener('abort', () => resolve('dropped'), { once: true }),
      );
      const outcome = await Promise.race([firstFrame(video).then(() => 'shown' as const), late, dropped]);
      if (closed || abort.aborted || outcome === 'dropped') {
        video.srcObject = null;
        return 'dropped';
      }
      if (outcome === 'shown') lastFrameAt = performance.now();
      gap = 33;
      size.value = { width: video.videoWidth, height: video.videoHeight };
      swap();
      return outcome;
    },
    close: () => {
      closed = true;
      for (const video of [front, back]) {
        video.srcObject = null;
        video.remove();
      }
    },
  };
};
