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
import { MediaStreamTrack, RtpHeader, RtpPacket, type RTCPeerConnection } from 'werift';
import { connectPeer } from './peer.ts';

/** Any free payload type of RFC 3551's dynamic range serves; mediasoup hands out its own to consumers. */
const SENDER_PAYLOAD_TYPE = 111;
const PAYLOAD = Buffer.from('popstage-worker-proof');
/** One Opus frame. */
const PACKET_INTERVAL_MS = 20;

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

interface Publisher {
  readonly peer: RTCPeerConnection;
  readonly producer: types.Producer;
  /** Sends the next packet; one that leaves before the viewer's transport is up is lost, as it would be live. */
  readonly sendPacket: () => void;
}

async function publish(transport: types.WebRtcTransport): Promise<Publisher> {
  const track = new MediaStreamTrack({ kind: 'audio' });
  const { peer, transceiver } = await connectPeer(
    transport,
    { payloadType: SENDER_PAYLOAD_TYPE, direction: 'recvonly' },
    (publisher) => publisher.addTransceiver(track, { direction: 'sendonly' }),
  );
  const { ssrc } = transceiver.sender;
  const producer = await transport.produce({
    kind: 'audio',
    rtpParameters: {
      mid: '0',
      codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: SENDER_PAYLOAD_TYPE }],
      encodings: [{ ssrc }],
      rtcp: { cname: 'popstage' },
    },
  });
  let sequenceNumber = 0;
  return { peer, producer, sendPacket: () => track.writeRtp(rtpPacket(++sequenceNumber, ssrc)) };
}

/** Connects a viewer that hands every payload it can decrypt to `hear`. */
async function listen(
  transport: types.WebRtcTransport,
  consumer: types.Consumer,
  hear: (payload: Buffer) => void,
): Promise<RTCPeerConnection> {
  const payloadType = consumer.rtpParameters.codecs[0]?.payloadType;
  const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
  if (payloadType === undefined || ssrc === undefined) throw new Error('the consumer has no codec or SSRC');
  const { peer } = await connectPeer(transport, { payloadType, direction: 'sendonly', ssrc }, (viewer) => {
    viewer.onTrack.subscribe((track) => track.onReceiveRtp.subscribe((packet) => hear(packet.payload)));
    return viewer.addTransceiver('audio', { direction: 'recvonly' });
  });
  return peer;
}

/** Sends packets through the worker until the viewer has read one with the right payload. */
async function forwardOnePacket(router: types.Router, webRtcServer: types.WebRtcServer): Promise<void> {
  const [inward, outward] = await Promise.all([
    router.createWebRtcTransport({ webRtcServer }),
    router.createWebRtcTransport({ webRtcServer }),
  ]);
  const publisher = await publish(inward);
  const consumer = await outward.consume({
    producerId: publisher.producer.id,
    rtpCapabilities: router.rtpCapabilities,
  });
  const arrived = Promise.withResolvers<void>();
  const viewer = await listen(outward, consumer, (payload) => {
    if (payload.equals(PAYLOAD)) arrived.resolve();
    else arrived.reject(new Error(`a packet arrived with another payload: ${payload.toString('hex')}`));
  });
  await Promise.all([untilConnected(inward), untilConnected(outward)]);
  const sending = setInterval(publisher.sendPacket, PACKET_INTERVAL_MS);
  try {
    await arrived.promise;
  } finally {
    clearInterval(sending);
    await Promise.all([publisher.peer.close(), viewer.close()]);
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
    await forwardOnePacket(router, webRtcServer);
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
    console.error(`the worker failed its proof: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
