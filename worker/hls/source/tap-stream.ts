import type { types } from 'mediasoup';
import type { Edge } from '../../stage/edge.ts';
import type { Track } from '../../stage/track.ts';
import { RtcpLine } from './rtcp-line.ts';
import { RtpClock } from './rtp-clock.ts';
import type { RtpPorts } from './rtp-ports.ts';
import type { SdpStream } from './sdp.ts';

export interface TapStreamParts {
  readonly edge: Edge;
  readonly ports: RtpPorts;
  readonly track: Track;
  readonly layer: number;
  /** Where mediasoup's own reports go; nobody heeds them. */
  readonly mediasoupRtcpPort: number;
  /** Told of each thing to close, the last first, as soon as it is there. */
  readonly onOpened: (close: () => void) => void;
}

/** One layer of a picture, or a sound, on its way to a port of ffmpeg. */
export interface TapStream {
  readonly track: Track;
  readonly layer: number;
  readonly edgeProducer: types.Producer;
  /** Of the edge's producer. */
  readonly ssrc: number;
  readonly sdp: SdpStream;
  readonly consumer: types.Consumer;
  readonly clock: RtpClock;
  readonly rtcp: RtcpLine;
}

/** Opens it paused. */
export async function openTapStream(parts: TapStreamParts): Promise<TapStream> {
  const { edge, ports, track, layer, mediasoupRtcpPort, onOpened } = parts;
  const edgeProducer = await track.on(edge);
  const port = await ports.take();
  onOpened(() => ports.give(port));
  const transport = await edge.router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: false,
    comedia: false,
  });
  onOpened(() => transport.close());
  await transport.connect({ ip: '127.0.0.1', port, rtcpPort: mediasoupRtcpPort });
  const consumer = await transport.consume({
    producerId: edgeProducer.id,
    rtpCapabilities: plainCapabilities(edge.router.rtpCapabilities),
    paused: true,
    ...(track.spatialLayers > 1 ? { preferredLayers: { spatialLayer: layer } } : {}),
  });
  track.expectViewer(consumer.id);
  onOpened(() => track.forgetViewer(consumer.id));
  const rtcp = await RtcpLine.open(port + 1);
  onOpened(() => rtcp.close());
  const [codec] = consumer.rtpParameters.codecs;
  if (codec === undefined) throw new Error('a consumer has no codec');
  const { mimeType, payloadType, clockRate, channels = null } = codec;
  const ssrc = edgeProducer.rtpParameters.encodings?.[layer]?.ssrc ?? 0;
  const sdp = { kind: track.kind, port, payloadType, mimeType, clockRate, channels };
  return { track, layer, edgeProducer, ssrc, sdp, consumer, clock: new RtpClock(clockRate), rtcp };
}

/** ffmpeg over loopback loses nothing: neither retransmission nor feedback nor header extensions. */
const plainCapabilities = ({ codecs = [] }: types.RtpCapabilities): types.RtpCapabilities => ({
  codecs: codecs
    .filter(({ mimeType }) => !mimeType.endsWith('/rtx'))
    .map((codec) => ({ ...codec, rtcpFeedback: [] })),
  headerExtensions: [],
});
