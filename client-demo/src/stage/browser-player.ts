/** Plays what has arrived instead of smoothing it: half a frame of jitter is not worth a bidder's 50 ms. */
export const preferLowLatency = (receiver: RTCRtpReceiver | undefined): void => {
  if (receiver === undefined) return;
  if ('jitterBufferTarget' in receiver) receiver.jitterBufferTarget = 0;
  // Chromium before 124 knows only its own name for it, in seconds.
  else (receiver as RTCRtpReceiver & { playoutDelayHint?: number }).playoutDelayHint = 0;
};

export const canFloat = (): boolean =>
  document.pictureInPictureEnabled || 'webkitSetPresentationMode' in HTMLVideoElement.prototype;

/** Resolves to false where the browser refuses. */
export const togglePictureInPicture = async (video: HTMLVideoElement): Promise<boolean> => {
  try {
    if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
    else await video.requestPictureInPicture();
    return true;
  } catch {
    return false;
  }
};
