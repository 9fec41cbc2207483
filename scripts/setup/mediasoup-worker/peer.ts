/** A werift peer on a mediasoup transport: the client side of the worker's proof. */
import type { types } from 'mediasoup';
import { RTCPeerConnection, RTCRtpCodecParameters, type RTCRtpTransceiver } from 'werift';

export interface MediaLine {
  readonly payloadType: number;
  /** What mediasoup does with the line: `recvonly` for a publisher, `sendonly` for a viewer. */
  readonly direction: 'recvonly' | 'sendonly';
  readonly ssrc?: number;
}

/** The offer that describes a mediasoup transport to a full WebRTC client (RFC 8829, one audio line). */
function offerOf(transport: types.WebRtcTransport, line: MediaLine): string {
  const { iceParameters, iceCandidates, dtlsParameters } = transport;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!fingerprint) throw new Error('the worker offers no sha-256 fingerprint');
  const lines = [
    'v=0',
    'o=popstage 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    'a=group:BUNDLE 0',
    `m=audio 9 UDP/TLS/RTP/SAVPF ${line.payloadType}`,
    'c=IN IP4 127.0.0.1',
    'a=mid:0',
    'a=rtcp-mux',
    `a=${line.direction}`,
    `a=rtpmap:${line.payloadType} opus/48000/2`,
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:${fingerprint.algorithm} ${fingerprint.value}`,
    'a=setup:actpass',
    ...iceCandidates.map(
      ({ foundation, protocol, priority, address, port }) =>
        `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ host`,
    ),
    'a=end-of-candidates',
    ...(line.ssrc === undefined ? [] : [`a=ssrc:${line.ssrc} cname:popstage`]),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The DTLS role and fingerprint of a werift answer, as mediasoup's `connect` wants them. */
function dtlsParametersOf(answerSdp: string): types.DtlsParameters {
  const fingerprint = /a=fingerprint:(\S+) (\S+)/.exec(answerSdp);
  const algorithm = fingerprint?.[1]?.toLowerCase();
  const value = fingerprint?.[2];
  if (algorithm !== 'sha-256' || value === undefined)
    throw new Error(`no usable fingerprint in:\n${answerSdp}`);
  return {
    role: answerSdp.includes('a=setup:active') ? 'client' : 'server',
    fingerprints: [{ algorithm, value }],
  };
}

/** Connects a werift peer to a mediasoup transport; `prepare` adds what the peer sends or wants to hear. */
export async function connectPeer(
  transport: types.WebRtcTransport,
  line: MediaLine,
  prepare: (peer: RTCPeerConnection) => RTCRtpTransceiver,
): Promise<{ peer: RTCPeerConnection; transceiver: RTCRtpTransceiver }> {
  const opus = new RTCRtpCodecParameters({
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    payloadType: line.payloadType,
  });
  const peer = new RTCPeerConnection({
    codecs: { audio: [opus], video: [] },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
  });
  const transceiver = prepare(peer);
  await peer.setRemoteDescription({ type: 'offer', sdp: offerOf(transport, line) });
  await peer.setLocalDescription(await peer.createAnswer());
  await transport.connect({ dtlsParameters: dtlsParametersOf(peer.localDescription?.sdp ?? '') });
  return { peer, transceiver };
}
