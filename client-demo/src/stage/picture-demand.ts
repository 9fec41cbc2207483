import type { LiveSocket } from '../live/socket.ts';
import { chooseLayer } from './layer-choice.ts';
import type { Playing } from './consumer-feed.ts';
import { followViewSize, type ViewSize } from './view-size.ts';

export interface PictureDemandOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly container: HTMLElement;
}

/** Asks the stage for as much picture as can be seen: a layer by size, nothing while nobody looks. */
export interface PictureDemand {
  /** Tells a new consumer at once what is wanted of it. */
  attach(playing: Playing | undefined): void;
  isPaused(): boolean;
  close(): void;
}

const settleMs = 250;
/** A glance at another tab should not cost a key frame on return. */
const hiddenGraceMs = 4000;

export const createPictureDemand = (options: PictureDemandOptions): PictureDemand => {
  const { socket, showId, container } = options;
  let view: ViewSize | undefined;
  let playing: Playing | undefined;
  let isPaused = false;
  let askedLayer: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const set = (wish: { paused?: boolean; spatialLayer?: number }) => {
    if (playing === undefined) return;
    const { consumer, receiving } = playing;
    const onPeer = { showId, peerId: receiving.peerId, consumerId: consumer.id };
    void socket.request('stage.set-consumer', { ...onPeer, ...wish }, { deadlineMs: 4000 });
  };
  const askLayer = () => {
    if (playing === undefined || view === undefined || playing.spatialLayers < 2 || view.width === 0) return;
    // Not in the DOM types; Chromium on Android says whether the person wants to save data.
    const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
    const layers = playing.spatialLayers;
    const fit = container.style.objectFit === 'cover' ? 'cover' : 'contain';
    const layer = chooseLayer({ ...view, layers, fit, savesData: connection?.saveData ?? false });
    // The top one is what a consumer starts with.
    if (layer === (askedLayer ?? layers - 1)) return;
    askedLayer = layer;
    set({ spatialLayer: layer });
  };
  const pauseOrResume = (paused: boolean) => {
    if (paused === isPaused) return;
    isPaused = paused;
    set({ paused });
  };
  const stop = followViewSize(container, settleMs, (next) => {
    view = next;
    clearTimeout(timer);
    if (next.isVisible) pauseOrResume(false);
    else timer = setTimeout(() => pauseOrResume(true), hiddenGraceMs);
    askLayer();
  });
  return {
    attach: (next) => {
      playing = next;
      askedLayer = undefined;
      askLayer();
      if (isPaused) set({ paused: true });
    },
    isPaused: () => isPaused,
    close: () => {
      clearTimeout(timer);
      stop();
    },
  };
};
