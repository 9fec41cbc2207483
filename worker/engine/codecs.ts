import type { types } from 'mediasoup';

const h264 = (profileLevelId: string): types.RouterRtpCodecCapability => ({
  kind: 'video',
  mimeType: 'video/H264',
  clockRate: 90_000,
  parameters: {
    'packetization-mode': 1,
    'profile-level-id': profileLevelId,
    'level-asymmetry-allowed': 1,
  },
});

/**
 * What stages speak, best first. Constrained baseline H.264 leads because HLS can copy it and every browser decodes
 * it; VP8 serves browsers without an H.264 encoder; the other profiles are what hardware encoders and OBS send.
 */
export const stageCodecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  h264('42e01f'),
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  h264('42001f'),
  h264('4d001f'),
  h264('640c1f'),
  h264('64001f'),
];
