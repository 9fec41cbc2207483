/** Loudness of a microphone, for a meter beside it. */
export interface LevelMeter {
  /** Loudness now, 0 (silence, -60 dBFS or less) to 1 (full scale). Cheap enough for every animation frame. */
  read(): number;
  close(): void;
}

const floorDecibels = -60;

/** Maps the root mean square of samples to 0..1 on a decibel scale, as ears hear it. */
export const levelOf = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms === 0) return 0;
  const decibels = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, 1 - decibels / floorDecibels));
};

/**
 * Listens to the sound of a track without playing it. An AnalyserNode does, so no worklet has to be fetched.
 * Until the page was touched once the browser may keep the context asleep; the meter then reads 0.
 */
export const createLevelMeter = (track: MediaStreamTrack): LevelMeter => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let closed = false;
  return {
    read: () => {
      if (closed) return 0;
      if (context.state === 'suspended') void context.resume();
      analyser.getFloatTimeDomainData(samples);
      return levelOf(samples);
    },
    close: () => {
      if (closed) return;
      closed = true;
      source.disconnect();
      void context.close();
    },
  };
};
