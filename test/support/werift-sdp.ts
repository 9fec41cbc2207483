import type { TransportOffer } from '#protocol/rtp.ts';

/** One m-line of a session, seen from the SFU. */
export interface MediaLine {
  readonly kind: 'audio' | 'video';
  /** What the SFU does with the line: `recvonly` from a publisher, `sendonly` to a viewer. */
  readonly direction: 'recvonly' | 'sendonly';
  readonly payloadType: number;
  /** As in `a=rtpmap`, e.g. `VP8/90000`. */
  readonly codec: string;
  readonly ssrc?: number;
}

/** The SDP offer that describes a transport of the SFU to a full WebRTC client (RFC 8829): bundled, ice-lite. */
export function sdpOffer(offer: TransportOffer, lines: readonly MediaLine[]): string {
  const { iceParameters, iceCandidates, dtlsParameters } = offer;
  const fingerprint = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!fingerprint) throw new Error('the transport offers no sha-256 fingerprint');
  const transport = [
    `a=ice-ufrag:${iceParameters.usernameFragment}`,
    `a=ice-pwd:${iceParameters.password}`,
    `a=fingerprint:${fingerprint.algorithm} ${fingerprint.value}`,
    'a=setup:actpass',
    ...iceCandidates
      .filter(({ protocol }) => protocol === 'udp')
      .map(
        ({ foundation, protocol, priority, address, port }) =>
          `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ host`,
      ),
    'a=end-of-candidates',
  ];
  const media = lines.flatMap((line, mid) => [
    `m=${line.kind} 9 UDP/TLS/RTP/SAVPF ${line.payloadType}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${mid}`,
    'a=rtcp-mux',
    `a=${line.direction}`,
    `a=rtpmap:${line.payloadType} ${line.codec}`,
    ...(line.kind === 'video' ? [`a=rtcp-fb:${line.payloadType} nack pli`] : []),
    ...transport,
    ...(line.ssrc === undefined ? [] : [`a=ssrc:${line.ssrc} cname:popstage`]),
  ]);
  const mids = lines.map((_, mid) => mid).join(' ');
  const session = [
    'v=0',
    'o=popstage 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mids}`,
  ];
  return `${[...session, ...media].join('\r\n')}\r\n`;
}
