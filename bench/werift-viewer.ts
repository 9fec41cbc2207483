import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import type { ConsumerOffer, DtlsParameters, TransportOffer } from '#protocol/rtp.ts';
import { sdpOffer, type MediaLine } from '#test/support/werift-sdp.ts';

/** A viewer of one picture, on the way to its first packet. */
export interface WeriftViewer {
  /** Resolves when DTLS is up. */
  readonly connected: Promise<void>;
  /** Resolves at the first packet of the picture. */
  readonly firstPacket: Promise<void>;
}

/**
 * Joins in the order of mediasoup-client: the SFU learns the DTLS fingerprint (`connect`) before ICE begins. Otherwise
 * the first ClientHello may come too early and be dropped, and werift sends it again only after seconds.
 */
export const joinAsViewer = async (
  transport: TransportOffer,
  picture: ConsumerOffer,
  connect: (dtlsParameters: DtlsParameters) => Promise<unknown>,
): Promise<WeriftViewer> => {
  const line = lineOf(picture);
  const peer = new RTCPeerConnection({
    codecs: { audio: [], video: [codecOf(line)] },
    // Without a STUN server werift asks one of Google's, and waits up to 5 s for its name. Nobody answers at this one.
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
  });
  const { promise: firstPacket, resolve: arrived } = Promise.withResolvers<void>();
  peer.onTrack.subscribe((track) => {
    track.onReceiveRtp.once(() => arrived());
  });
  const { promise: connected, resolve: isUp, reject } = Promise.withResolvers<void>();
  peer.connectionStateChange.subscribe((state) => {
    if (state === 'connected') isUp();
    if (state === 'failed') reject(new Error('the connection failed'));
  });
  peer.addTransceiver('video', { direction: 'recvonly' });
  await peer.setRemoteDescription({ type: 'offer', sdp: sdpOffer(transport, [line]) });
  const answer = await peer.createAnswer();
  const [, value] = /a=fingerprint:sha-256 (\S+)/i.exec(answer.sdp) ?? [];
  if (value === undefined) throw new Error(`no usable fingerprint in:\n${answer.sdp}`);
  await connect({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value: value.toUpperCase() }] });
  await peer.setLocalDescription(answer);
  return { connected, firstPacket };
};

const lineOf = ({ rtpParameters }: ConsumerOffer): MediaLine => {
  const [codec] = rtpParameters.codecs;
  const ssrc = rtpParameters.encodings?.[0]?.ssrc;
  if (codec === undefined || ssrc === undefined) throw new Error('the consumer has no codec or SSRC');
  const { payloadType, mimeType, clockRate } = codec;
  const name = mimeType.slice('video/'.length);
  return { kind: 'video', direction: 'sendonly', payloadType, codec: `${name}/${clockRate}`, ssrc };
};

const codecOf = ({ payloadType, codec }: MediaLine): RTCRtpCodecParameters => {
  const [name, clockRate] = codec.split('/');
  return new RTCRtpCodecParameters({ mimeType: `video/${name}`, clockRate: Number(clockRate), payloadType });
};
