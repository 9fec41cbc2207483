/** One line of media that ffmpeg receives on this machine. */
export interface SdpStream {
  readonly kind: 'video' | 'audio';
  /** RTP comes here and RTCP one above: ffmpeg takes no other port for it from an SDP. */
  readonly port: number;
  readonly payloadType: number;
  /** `video/H264`, say. */
  readonly mimeType: string;
  readonly clockRate: number;
  readonly channels: number | null;
}

/**
 * Describes the streams to ffmpeg (RFC 8866). ffmpeg heeds sender reports only where a session has several streams
 * (`finalize_packet` of its rtpdec.c), so a lonely one gets a silent companion that never comes: `companionPort`.
 */
export function sdpOf(streams: readonly SdpStream[], companionPort: number | null): string {
  const lines = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=stage', 'c=IN IP4 127.0.0.1', 't=0 0'];
  for (const { kind, port, payloadType, mimeType, clockRate, channels } of streams) {
    const codec = mimeType.slice(mimeType.indexOf('/') + 1);
    lines.push(
      `m=${kind} ${port} RTP/AVP ${payloadType}`,
      `a=rtpmap:${payloadType} ${codec}/${clockRate}${channels === null ? '' : `/${channels}`}`,
    );
    if (codec.toUpperCase() === 'H264') lines.push(`a=fmtp:${payloadType} packetization-mode=1`);
  }
  // Data needs no packet to be understood, so that nobody waits for one.
  if (companionPort !== null)
    lines.push(`m=application ${companionPort} RTP/AVP 98`, 'a=rtpmap:98 NONE/90000');
  return `${lines.join('\r\n')}\r\n`;
}
