import type { ClockLayout } from './clock-layout.ts';

interface ClockCameraOptions extends ClockLayout {
  readonly hue: number;
  readonly toneHz: number;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
}

/** Replaces this page's camera by a canvas that draws the time into every frame (test/support/frame-clock.ts). */
export const installClockCamera = (options: ClockCameraOptions): void => {
  const { framesPerSecond } = options;
  let { width, height } = options;
  const nowMs = () => Math.round(performance.timeOrigin + performance.now());
  const openPicture = (): MediaStreamTrack => {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { alpha: false });
    const track = canvas.captureStream(0).getVideoTracks()[0] as CanvasCaptureMediaStreamTrack | undefined;
    if (context === null || track === undefined) throw new Error('no canvas to draw on');
    let count = 0;
    const draw = () => {
      if (canvas.width !== width) Object.assign(canvas, { width, height });
      const barWidth = width / options.barCount;
      const barHeight = height * options.barShare;
      context.fillStyle = `hsl(${options.hue} 80% 45%)`;
      context.fillRect(0, barHeight, width, height - barHeight);
      // Something that moves, so that the encoder has work and a frozen picture shows.
      context.fillStyle = '#fff';
      context.fillRect((count * 7) % width, height * 0.6, 60, 60);
      context.font = `${Math.round(height / 8)}px monospace`;
      context.fillText(String(count), width * 0.1, height * 0.45);
      count += 1;
      const value = nowMs() % 2 ** options.timeBits;
      let sum = 0;
      for (let rest = value; rest > 0; rest = Math.floor(rest / 16)) sum += rest % 16;
      for (let bar = 0; bar < options.barCount; bar += 1) {
        const isSet =
          bar < options.timeBits
            ? Math.floor(value / 2 ** bar) % 2 === 1
            : Math.floor((sum % 16) / 2 ** (bar - options.timeBits)) % 2 === 1;
        context.fillStyle = isSet ? '#fff' : '#000';
        context.fillRect(Math.floor(bar * barWidth), 0, Math.ceil(barWidth), barHeight);
      }
      track.requestFrame();
    };
    draw();
    const timer = setInterval(draw, 1000 / framesPerSecond);
    const stop = track.stop.bind(track);
    track.stop = () => {
      clearInterval(timer);
      stop();
    };
    return track;
  };
  const openSound = (): MediaStreamTrack | undefined => {
    const context = new AudioContext();
    const tone = context.createOscillator();
    tone.frequency.value = options.toneHz;
    const destination = context.createMediaStreamDestination();
    tone.connect(destination);
    tone.start();
    return destination.stream.getAudioTracks()[0];
  };
  // A phone that is turned sends the same track in another size.
  const resizeCamera = (size: { readonly width: number; readonly height: number }) => {
    ({ width, height } = size);
  };
  Object.assign(window, { resizeCamera });
  navigator.mediaDevices.getUserMedia = (wish = {}) => {
    const tracks = [wish.video ? openPicture() : undefined, wish.audio ? openSound() : undefined];
    return Promise.resolve(new MediaStream(tracks.filter((track) => track !== undefined)));
  };
};
