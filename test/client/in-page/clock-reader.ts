import type { ClockLayout } from './clock-layout.ts';

/** What a frame said; the copy of `SeenFrame` in test/support/frame-clock.ts that a page can have. */
interface ClockFrame {
  readonly ageMs: number | null;
  readonly atMs: number;
  readonly hue: number;
  readonly brightness: number;
}

/** Looks at every frame the watch page shows and keeps what it said (test/support/frame-clock.ts). */
export const followClockFrames = (options: ClockLayout): void => {
  const bars = document.createElement('canvas');
  bars.width = options.barCount * 4;
  bars.height = 2;
  const barsContext = bars.getContext('2d', { willReadFrequently: true });
  const ground = document.createElement('canvas');
  ground.width = 4;
  ground.height = 4;
  const groundContext = ground.getContext('2d', { willReadFrequently: true });
  if (barsContext === null || groundContext === null) throw new Error('no canvas to read with');
  const seen: ClockFrame[] = [];
  Object.assign(window, { seenFrames: seen });

  const readTime = (video: HTMLVideoElement): number | null => {
    const { videoWidth, videoHeight } = video;
    const height = videoHeight * options.barShare;
    barsContext.drawImage(video, 0, height * 0.3, videoWidth, height * 0.4, 0, 0, bars.width, bars.height);
    const { data } = barsContext.getImageData(0, 0, bars.width, 1);
    const isSet = (bar: number) => (data[(bar * 4 + 2) * 4 + 1] ?? 0) > 127;
    let value = 0;
    for (let bar = 0; bar < options.timeBits; bar += 1) if (isSet(bar)) value += 2 ** bar;
    let sum = 0;
    for (let rest = value; rest > 0; rest = Math.floor(rest / 16)) sum += rest % 16;
    let check = 0;
    for (let bit = 0; bit < options.checkBits; bit += 1) if (isSet(options.timeBits + bit)) check += 2 ** bit;
    return sum % 16 === check ? value : null;
  };
  const readGround = (video: HTMLVideoElement): { hue: number; brightness: number } => {
    const { videoWidth, videoHeight } = video;
    groundContext.drawImage(video, 0, videoHeight * 0.85, videoWidth, videoHeight * 0.1, 0, 0, 4, 4);
    const [red = 0, green = 0, blue = 0] = groundContext.getImageData(2, 2, 1, 1).data;
    const brightness = Math.max(red, green, blue);
    const range = brightness - Math.min(red, green, blue);
    if (range === 0) return { hue: 0, brightness };
    const sixth =
      brightness === red
        ? (green - blue) / range
        : brightness === green
          ? 2 + (blue - red) / range
          : 4 + (red - green) / range;
    return { hue: Math.round((sixth * 60 + 360) % 360), brightness };
  };
  const look = (displayAt: DOMHighResTimeStamp, video: HTMLVideoElement) => {
    const atMs = performance.timeOrigin + displayAt;
    const drawn = readTime(video);
    const round = 2 ** options.timeBits;
    // The shorter way round: the clock starts anew now and then.
    const ageMs =
      drawn === null ? null : (((Math.round(atMs) % round) - drawn + round * 1.5) % round) - round / 2;
    seen.push({ ageMs, atMs, ...readGround(video) });
    if (seen.length > 20_000) seen.shift();
  };
  const follow = (video: HTMLVideoElement) => {
    video.requestVideoFrameCallback((_now, { expectedDisplayTime }) => {
      // Of two ways of playing, one lies beneath the other (client-demo/src/player).
      const isSeen = video.dataset['layer'] === 'front' && video.closest('[data-side=back]') === null;
      if (isSeen) look(expectedDisplayTime, video);
      follow(video);
    });
  };
  const attach = () => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid=picture] video')) {
      if (video.dataset['isFollowed'] !== undefined) continue;
      video.dataset['isFollowed'] = '';
      follow(video);
    }
  };
  attach();
  new MutationObserver(attach).observe(document, { childList: true, subtree: true });
};
