/** What the watch page's player said of itself at one moment; the copy in test/e2e/hls-stand.ts is the same. */
interface PlayerMoment {
  readonly atMs: number;
  readonly way: string;
  readonly state: string;
  readonly content: string;
}

/** Keeps every change of what the player says, and when HLS was first heard; to be installed before the page. */
export const installPlayerLog = (): void => {
  const moments: PlayerMoment[] = [];
  const nowMs = () => performance.timeOrigin + performance.now();
  const log = { moments, heardAtMs: null as number | null };
  Object.assign(window, { playerLog: log });
  const note = () => {
    const picture = document.querySelector<HTMLElement>('[data-testid=picture]');
    if (picture === null) return;
    const { way = '', state = '', content = '' } = picture.dataset;
    const last = moments.at(-1);
    if (last?.way === way && last.state === state && last.content === content) return;
    moments.push({ atMs: nowMs(), way, state, content });
  };
  new MutationObserver(note).observe(document, {
    attributes: true,
    attributeFilter: ['data-way', 'data-state', 'data-content'],
    childList: true,
    subtree: true,
  });
  const places = new WeakMap<HTMLVideoElement, number>();
  const listening = setInterval(() => {
    const video = document.querySelector<HTMLVideoElement>(
      '[data-testid=picture] [data-side=front] video[data-layer=front]',
    );
    if (video === null || video.muted || video.paused || video.srcObject !== null) return;
    const before = places.get(video);
    places.set(video, video.currentTime);
    if (before === undefined || video.currentTime <= before || before === 0) return;
    log.heardAtMs = nowMs();
    clearInterval(listening);
  }, 20);
};

/** Listens for a moment to what the video in front plays; its loudest tone in Hz, 0 for silence. */
export const listenToVideo = async (): Promise<number> => {
  const video = document.querySelector<HTMLVideoElement & { captureStream(): MediaStream }>(
    '[data-testid=picture] [data-side=front] video[data-layer=front]',
  );
  if (video === null || video.muted) return 0;
  const stream = video.captureStream();
  if (stream.getAudioTracks().length === 0) return 0;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 4096;
  analyser.smoothingTimeConstant = 0;
  context.createMediaStreamSource(stream).connect(analyser);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const levels = new Uint8Array(analyser.frequencyBinCount);
  analyser.getByteFrequencyData(levels);
  const loudest = levels.indexOf(Math.max(...levels));
  await context.close();
  return (levels[loudest] ?? 0) < 60 ? 0 : (loudest * context.sampleRate) / analyser.fftSize;
};
