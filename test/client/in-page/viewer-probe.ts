/** Listens for a moment to the sound of the watch page. */
export const listenForTone = async (): Promise<number> => {
  const audio = document.querySelector<HTMLAudioElement>('[data-testid=picture] audio');
  if (!(audio?.srcObject instanceof MediaStream) || audio.muted) return 0;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 4096;
  analyser.smoothingTimeConstant = 0;
  context.createMediaStreamSource(audio.srcObject).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const levels = new Uint8Array(analyser.frequencyBinCount);
  analyser.getByteFrequencyData(levels);
  const loudest = levels.indexOf(Math.max(...levels));
  await context.close();
  return (levels[loudest] ?? 0) < 60 ? 0 : (loudest * context.sampleRate) / analyser.fftSize;
};
