import { batch, signal, type Signal } from '@preact/signals';

/** What a video element says of itself, as signals. */
export interface VideoFacts {
  readonly isPlaying: Signal<boolean>;
  /** Wants to play, and has nothing to show. */
  readonly isWaiting: Signal<boolean>;
  readonly isOver: Signal<boolean>;
  readonly positionS: Signal<number>;
  /** 0 until known. */
  readonly durationS: Signal<number>;
  /** How far it could play on without the network. */
  readonly bufferedS: Signal<number>;
  readonly volume: Signal<number>;
  readonly isMuted: Signal<boolean>;
  close(): void;
}

const events = [
  ...[
    'durationchange',
    'ended',
    'loadedmetadata',
    'pause',
    'play',
    'playing',
    'progress',
    'seeked',
    'seeking',
  ],
  ...['timeupdate', 'volumechange', 'waiting'],
];

const bufferedUntil = ({ buffered, currentTime }: HTMLVideoElement): number => {
  for (let index = 0; index < buffered.length; index += 1) {
    if (buffered.start(index) <= currentTime + 0.1 && currentTime < buffered.end(index))
      return buffered.end(index);
  }
  return currentTime;
};

/** Follows the element until `close`. Position and length stay as they were while it has no source. */
export const followVideo = (video: HTMLVideoElement, startS: number): VideoFacts => {
  const facts = {
    isPlaying: signal(false),
    isWaiting: signal(false),
    isOver: signal(false),
    positionS: signal(startS),
    durationS: signal(0),
    bufferedS: signal(0),
    volume: signal(video.volume),
    isMuted: signal(video.muted),
  };
  const read = () =>
    batch(() => {
      facts.isPlaying.value = !video.paused && !video.ended;
      facts.isOver.value = video.ended;
      facts.volume.value = video.volume;
      facts.isMuted.value = video.muted;
      const hasSource = video.readyState >= HTMLMediaElement.HAVE_METADATA;
      facts.isWaiting.value =
        !video.paused && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA && !video.ended;
      if (!hasSource || !Number.isFinite(video.duration)) return;
      facts.durationS.value = video.duration;
      facts.positionS.value = video.currentTime;
      facts.bufferedS.value = bufferedUntil(video);
    });
  for (const event of events) video.addEventListener(event, read);
  read();
  const close = () => {
    for (const event of events) video.removeEventListener(event, read);
  };
  return { ...facts, close };
};
