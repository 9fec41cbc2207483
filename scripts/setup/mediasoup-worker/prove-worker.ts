/**
 * Proves a mediasoup worker binary before anybody trusts it: `node prove-worker.ts <binary>`.
 *
 * mediasoup is ICE-lite and DTLS-passive, so two of its own transports cannot shake hands. werift, which shares
 * no code with it, is the client on both sides: one peer sends Opus packets, the worker decrypts, forwards and
 * encrypts them, and another peer must read the very same payload. A binary whose OpenSSL or libsrtp does
 * not fit dies here, and not on stage. Exits 0 with one line of figures, or 1 with the reason.
 */
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  type RTCRtpTransceiver,
} from 'werift';

/** Any free payload type of RFC 3551's dynamic range serves; mediasoup hands out its own to consumers. */
const SENDER_PAYLOAD_TYPE = 111;
const PAYLOAD = Buffer.from('popstage-worker-proof');
/** A packet sent before the consumer's transport is up is lost, as it would be live: so send one per frame. */
const PACKET_INTERVAL_MS = 20;

interface MediaLine {
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
async function connectPeer(
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

function untilConnected(transport: types.WebRtcTransport): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (state: types.DtlsState): void => {
      if (state === 'connected') resolve();
      if (state === 'failed' || state === 'closed') reject(new Error(`the DTLS handshake ended as ${state}`));
    };
    transport.on('dtlsstatechange', look);
    look(transport.dtlsState);
  });
}

function rtpPacket(sequenceNumber: number, ssrc: number): RtpPacket {
  const header = new RtpHeader({
    payloadType: SENDER_PAYLOAD_TYPE,
    sequenceNumber,
    // 20 ms at Opus' 48 kHz clock (RFC 7587).
    timestamp: sequenceNumber * 960,
    ssrc,
    marker: sequenceNumber === 1,
  });
  return new RtpPacket(header, PAYLOAD);
}

interface ForwardedStream {
  readonly senderTransport: types.WebRtcTransport;
  readonly receiverTransport: types.WebRtcTransport;
  readonly router: types.Router;
}

/** Sends packets through the worker until the receiver has read one with the right payload. */
async function forwardOnePacket({
  senderTransport,
  receiverTransport,
  router,
}: ForwardedStream): Promise<void> {
  const track = new MediaStreamTrack({ kind: 'audio' });
  const sender = await connectPeer(
    senderTransport,
    { payloadType: SENDER_PAYLOAD_TYPE, direction: 'recvonly' },
    (peer) => peer.addTransceiver(track, { direction: 'sendonly' }),
  );
  const ssrc = sender.transceiver.sender.ssrc;
  const producer = await senderTransport.produce({
    kind: 'audio',
    rtpParameters: {
      mid: '0',
      codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: SENDER_PAYLOAD_TYPE }],
      encodings: [{ ssrc }],
      rtcp: { cname: 'popstage' },
    },
  });
  const consumer = await receiverTransport.consume({
    producerId: producer.id,
    rtpCapabilities: router.rtpCapabilities,
  });
  const payloadType = consumer.rtpParameters.codecs[0]?.payloadType;
  const consumerSsrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
  if (payloadType === undefined || consumerSsrc === undefined)
    throw new Error('the consumer has no codec or SSRC');

  const arrived = Promise.withResolvers<void>();
  const receiver = await connectPeer(
    receiverTransport,
    { payloadType, direction: 'sendonly', ssrc: consumerSsrc },
    (peer) => {
      peer.onTrack.subscribe((heard) => {
        heard.onReceiveRtp.subscribe((packet) => {
          if (packet.payload.equals(PAYLOAD)) arrived.resolve();
          else
            arrived.reject(
              new Error(`a packet arrived with another payload: ${packet.payload.toString('hex')}`),
            );
        });
      });
      return peer.addTransceiver('audio', { direction: 'recvonly' });
    },
  );
  await Promise.all([untilConnected(senderTransport), untilConnected(receiverTransport)]);
  let sequenceNumber = 0;
  const sending = setInterval(() => track.writeRtp(rtpPacket(++sequenceNumber, ssrc)), PACKET_INTERVAL_MS);
  try {
    await arrived.promise;
  } finally {
    clearInterval(sending);
    await Promise.all([sender.peer.close(), receiver.peer.close()]);
  }
}

/** Runs the whole proof against one binary and says how long it took. Rejects when the worker dies or refuses. */
export async function proveWorker(workerBin: string): Promise<string> {
  const startedAtMs = performance.now();
  const worker = await createWorker({ workerBin, logLevel: 'warn' });
  const died = new Promise<never>((_, reject) => worker.on('died', reject));
  // A death after the proof, in close(), is nobody's concern.
  died.catch(() => undefined);
  const proof = async (): Promise<void> => {
    const webRtcServer = await worker.createWebRtcServer({
      listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
    });
    const router = await worker.createRouter({
      mediaCodecs: [{ kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 }],
    });
    const senderTransport = await router.createWebRtcTransport({ webRtcServer });
    const receiverTransport = await router.createWebRtcTransport({ webRtcServer });
    await forwardOnePacket({ senderTransport, receiverTransport, router });
  };
  try {
    await Promise.race([proof(), died]);
  } finally {
    worker.close();
  }
  return `DTLS handshakes 2, SRTP packet forwarded, ${Math.round(performance.now() - startedAtMs)} ms`;
}

if (import.meta.main) {
  const [workerBin] = process.argv.slice(2);
  try {
    if (workerBin === undefined) throw new Error('usage: node prove-worker.ts <mediasoup-worker binary>');
    console.log(await proveWorker(workerBin));
    process.exit(0);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
