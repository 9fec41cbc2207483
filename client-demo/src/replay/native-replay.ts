import { masterAddress } from '../player/playlist-address.ts';
import type { CreateReplayScreen } from './replay-screen.ts';

/** The element's own HLS, where there are no Media Source Extensions (iPhones before iOS 17.1). */
export const createNativeReplay: CreateReplayScreen = ({ video, opened, startS, onFault }) => {
  const onReady = () => {
    if (startS > 0) video.currentTime = startS;
  };
  video.addEventListener('loadedmetadata', onReady, { once: true });
  video.addEventListener('error', onFault);
  video.src = masterAddress(opened.base);
  return {
    rungs: () => [],
    choose: () => undefined,
    spans: () => [],
    close: () => {
      video.removeEventListener('loadedmetadata', onReady);
      video.removeEventListener('error', onFault);
      video.removeAttribute('src');
      video.load();
    },
  };
};
