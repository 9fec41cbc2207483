/** iPhones give full screen to a video only, under a name of their own. */
interface AppleVideo {
  webkitEnterFullscreen?: () => void;
}

export const canFullScreen = (video: HTMLVideoElement): boolean =>
  document.fullscreenEnabled || 'webkitEnterFullscreen' in video;

/** Enters or leaves; a refusal leaves everything as it is. */
export const toggleFullScreen = async (frame: HTMLElement | null, video: HTMLVideoElement): Promise<void> => {
  if (document.fullscreenElement !== null) return document.exitFullscreen().catch(() => undefined);
  if (document.fullscreenEnabled) return frame?.requestFullscreen().catch(() => undefined);
  (video as AppleVideo).webkitEnterFullscreen?.();
};
