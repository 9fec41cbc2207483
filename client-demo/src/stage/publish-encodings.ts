import type { types } from 'mediasoup-client';

export type PublishKind = 'camera' | 'phone' | 'screen';

/**
 * Simulcast of a 720p camera: a thumbnail for previews and starving phones, a phone's picture, the full one.
 * Each needs about a third of the next one's bits for the same sharpness; together 2.25 Mb/s of uplink.
 */
const cameraEncodings: readonly types.RtpEncodingParameters[] = [
  { rid: 'r0', scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: 'L1T1' },
  { rid: 'r1', scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T1' },
  { rid: 'r2', scaleResolutionDownBy: 1, maxBitrate: 1_600_000, scalabilityMode: 'L1T1' },
];

/** Text must stay readable, so there is no quarter-size layer, and the full one may use more. */
const screenEncodings: readonly types.RtpEncodingParameters[] = [
  { rid: 'r0', scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: 'L1T1' },
  { rid: 'r1', scaleResolutionDownBy: 1, maxBitrate: 2_500_000, scalabilityMode: 'L1T1' },
];

export const encodingsFor = (kind: PublishKind): types.RtpEncodingParameters[] =>
  (kind === 'screen' ? screenEncodings : cameraEncodings).map((encoding) => ({ ...encoding }));

/** H.264 first, so that HLS can copy it; VP8 where the browser has no H.264 encoder. */
export const videoCodecOf = (capabilities: types.RtpCapabilities): types.RtpCodecCapability | undefined => {
  const find = (mimeType: string) =>
    capabilities.codecs?.find((codec) => codec.mimeType.toLowerCase() === mimeType);
  return find('video/h264') ?? find('video/vp8');
};

/** What the encoder should keep when it cannot keep everything. */
export const hintContent = (track: MediaStreamTrack, kind: PublishKind): void => {
  if (track.kind === 'video') track.contentHint = kind === 'screen' ? 'detail' : 'motion';
  // A stall sells with voice and music: no speech-only processing by the encoder.
  else track.contentHint = 'music';
};

/** In kb/s: starts near the full picture instead of creeping up to it over ten seconds. */
export const startBitrateKbps = 1200;
