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
  /** No picture at all is asked for while only the sound is wanted. */
  want(isWanted: boolean): void;
  /** The highest layer that may come, given how many there are; whatever can be seen by default. */
  limit(topOf: (layers: number) => number): void;
  close(): void;
}

const settleMs = 250;
/** A glance at another tab should not cost a key frame on return. */
const hiddenGraceMs = 4000;

export const createPictureDemand = (options: PictureDemandOptions): PictureDemand => {
  const { socket, showId, container } = options;
  let view: ViewSize | undefined;
  let playing: Playing | undefined;
  let isHidden = false;
  let isWanted = true;
  let isPaused = false;
  let topOf = (layers: number): number => layers - 1;
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
    const layers = playing.spatialLayers;
    const fit = getComputedStyle(container).objectFit === 'cover' ? 'cover' : 'contain';
    const layer = Math.min(chooseLayer({ ...view, layers, fit }), topOf(layers));
    // The top one is what a consumer starts with.
    if (layer === (askedLayer ?? layers - 1)) return;
    askedLayer = layer;
    set({ spatialLayer: layer });
  };
  const pauseOrResume = () => {
    const paused = isHidden || !isWanted;
    if (paused === isPaused) return;
    isPaused = paused;
    set({ paused });
  };
  const hide = (hidden: boolean) => {
    isHidden = hidden;
    pauseOrResume();
  };
  const stop = followViewSize(container, settleMs, (next) => {
    view = next;
    clearTimeout(timer);
    if (next.isVisible) hide(false);
    else timer = setTimeout(() => hide(true), hiddenGraceMs);
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
    want: (wanted) => {
      isWanted = wanted;
      pauseOrResume();
    },
    limit: (next) => {
      topOf = next;
      askLayer();
    },
    close: () => {
      clearTimeout(timer);
      stop();
    },
  };
};
