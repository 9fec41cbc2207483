/** Why a camera, microphone or screen could not be opened, in terms a person can act on. */
export type CaptureFault =
  /** The person or the browser said no; a page explains where to allow it. */
  | { readonly reason: 'denied' }
  /** The person closed the browser's own picker. */
  | { readonly reason: 'dismissed' }
  | { readonly reason: 'not-found' }
  /** Another program has the device. */
  | { readonly reason: 'busy' }
  /** The page is not secure (plain HTTP on a network address), or the browser cannot do it at all. */
  | { readonly reason: 'unsupported' }
  | { readonly reason: 'unknown'; readonly detail: string };

export type Captured =
  { readonly ok: true; readonly stream: MediaStream } | { readonly ok: false; readonly fault: CaptureFault };

export interface CaptureDevice {
  readonly deviceId: string;
  /** Empty until the person allowed one capture. */
  readonly label: string;
}

export interface CaptureDevices {
  readonly cameras: readonly CaptureDevice[];
  readonly microphones: readonly CaptureDevice[];
}

export interface CameraWish {
  /** A device of the list, or `none` to capture no picture (no sound). */
  readonly cameraId?: string;
  readonly microphoneId?: string;
  /** Phones: which way the camera looks. Ignored when `cameraId` is set. */
  readonly facing?: 'user' | 'environment';
}

const faultOf = (error: unknown, dismissedIsLikely: boolean): CaptureFault => {
  if (!(error instanceof DOMException)) return { reason: 'unknown', detail: String(error) };
  switch (error.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return { reason: dismissedIsLikely ? 'dismissed' : 'denied' };
    case 'AbortError':
      return { reason: 'dismissed' };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { reason: 'not-found' };
    case 'NotReadableError':
      return { reason: 'busy' };
    default:
      return { reason: 'unknown', detail: `${error.name}: ${error.message}` };
  }
};

/** 720p at 30: three simulcast layers of it fit the uplink of a phone (about 1.8 Mb/s together). */
const pictureSize = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };

const wanted = <Constraints>(id: string | undefined, base: Constraints) => {
  if (id === 'none') return false;
  return id === undefined ? base : { ...base, deviceId: { exact: id } };
};

/** Opens camera and microphone. A stall is loud: echo and noise are taken out by the browser. */
export const captureCamera = async (wish: CameraWish = {}): Promise<Captured> => {
  // Absent on insecure pages although the DOM types promise it.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) return { ok: false, fault: { reason: 'unsupported' } };
  const picture =
    wish.cameraId === undefined && wish.facing !== undefined
      ? { ...pictureSize, facingMode: { ideal: wish.facing } }
      : wanted(wish.cameraId, pictureSize);
  const sound = wanted(wish.microphoneId, {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  });
  try {
    return { ok: true, stream: await devices.getUserMedia({ video: picture, audio: sound }) };
  } catch (error) {
    return { ok: false, fault: faultOf(error, false) };
  }
};

/** Opens the browser's screen picker; sound of the tab comes along where the browser offers it. */
export const captureScreen = async (): Promise<Captured> => {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined || !('getDisplayMedia' in devices)) {
    return { ok: false, fault: { reason: 'unsupported' } };
  }
  try {
    const stream = await devices.getDisplayMedia({ video: { frameRate: { max: 30 } }, audio: true });
    return { ok: true, stream };
  } catch (error) {
    return { ok: false, fault: faultOf(error, true) };
  }
};

export const canCaptureScreen = (): boolean =>
  typeof navigator.mediaDevices === 'object' && 'getDisplayMedia' in navigator.mediaDevices;

/** Cameras and microphones the browser knows now. Labels are empty before the first permission. */
export const listCaptureDevices = async (): Promise<CaptureDevices> => {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  const all = devices === undefined ? [] : await devices.enumerateDevices();
  const ofKind = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map(({ deviceId, label }) => ({ deviceId, label }));
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
};

/** Calls back with a fresh list whenever something is plugged in or out; returns the way to stop. */
export const followCaptureDevices = (listener: (devices: CaptureDevices) => void): (() => void) => {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) return () => undefined;
  const report = () => void listCaptureDevices().then(listener);
  devices.addEventListener('devicechange', report);
  return () => devices.removeEventListener('devicechange', report);
};

/** Ends every track of a stream: the device's light goes out. */
export const stopCapture = (stream: MediaStream): void => {
  for (const track of stream.getTracks()) track.stop();
};
