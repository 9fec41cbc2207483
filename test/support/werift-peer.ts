import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
  RtpPacket,
  type RTCRtpTransceiver,
} from 'werift';
import type { ConsumerOffer, DtlsParameters, RtpParameters, TransportOffer } from '#protocol/rtp.ts';
import { sdpOffer, type MediaLine } from './werift-sdp.ts';

/** 25 frames and 50 sound packets a second, as a small camera would send. */
const frameMs = 40;
const soundMs = 20;
const vp8PayloadType = 96;
const opusPayloadType = 111;

/** A viewer without a browser: receives what a stage sends over one transport, and counts. */
export interface WeriftReceiver {
  /** For `stage.connect-transport`. Media flows soon after it was sent. */
  readonly dtlsParameters: DtlsParameters;
  /** Resolves when DTLS is up. */
  readonly connected: Promise<void>;
  packets(consumerId: string): number;
  /** `performance.now()` of the first packet, or null. */
  firstPacketAtMs(consumerId: string): number | null;
  /** Resolves at the `count`th packet of this consumer from now on; rejects after `timeoutMs`. */
  received(consumerId: string, count?: number, timeoutMs?: number): Promise<void>;
  /** Reports a lost picture, as a browser does. */
  reportLoss(consumerId: string): Promise<void>;
  close(): Promise<void>;
}

/** A publisher without a browser: sends VP8 frames that hold nothing but their headers, and Opus silence. */
export interface WeriftSender {
  /** For `stage.connect-transport`. */
  readonly dtlsParameters: DtlsParameters;
  readonly connected: Promise<void>;
  /** For `stage.produce`. */
  rtpParameters(kind: 'audio' | 'video'): RtpParameters;
  /** `performance.now()` of every key frame that was asked for. */
  readonly keyFramesAskedAtMs: readonly number[];
  /** Stops sending without a goodbye, as a dead uplink does; `start` goes on. */
  stop(): void;
  start(): void;
  close(): Promise<void>;
}

/** Makes the viewer's side of a transport with these consumers, ready to connect. */
export async function weriftReceiver(
  offer: TransportOffer,
  consumers: readonly ConsumerOffer[],
): Promise<WeriftReceiver> {
  const lines = consumers.map(lineOf);
  const peer = newPeer(lines);
  const counts = new Map<string, { packets: number; firstAtMs: number | null; waiting: Set<() => void> }>();
  const bySsrc = new Map(lines.map(({ ssrc }, index) => [ssrc, consumers[index]?.id ?? '']));
  for (const { id } of consumers) counts.set(id, { packets: 0, firstAtMs: null, waiting: new Set() });
  peer.onTrack.subscribe((track) => {
    track.onReceiveRtp.subscribe(({ header }) => {
      const count = counts.get(bySsrc.get(header.ssrc) ?? '');
      if (count === undefined) return;
      count.packets += 1;
      count.firstAtMs ??= performance.now();
      for (const wake of count.waiting) wake();
    });
  });
  const transceivers = lines.map(({ kind }) => peer.addTransceiver(kind, { direction: 'recvonly' }));
  const dtlsParameters = await answer(peer, sdpOffer(offer, lines));
  const countOf = (consumerId: string) => {
    const count = counts.get(consumerId);
    if (count === undefined) throw new Error(`no consumer ${consumerId}`);
    return count;
  };
  return {
    dtlsParameters,
    connected: untilConnected(peer),
    packets: (consumerId) => countOf(consumerId).packets,
    firstPacketAtMs: (consumerId) => countOf(consumerId).firstAtMs,
    received: async (consumerId, count = 1, timeoutMs = 5000) => {
      const state = countOf(consumerId);
      const wanted = state.packets + count;
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const late = setTimeout(() => {
        reject(new Error(`${wanted - state.packets} packet(s) did not arrive in ${timeoutMs} ms`));
      }, timeoutMs);
      const look = (): void => {
        if (state.packets >= wanted) resolve(undefined);
      };
      state.waiting.add(look);
      await promise.finally(() => {
        clearTimeout(late);
        state.waiting.delete(look);
      });
    },
    reportLoss: async (consumerId) => {
      const index = consumers.findIndex(({ id }) => id === consumerId);
      const ssrc = lines[index]?.ssrc;
      if (ssrc !== undefined) await transceivers[index]?.receiver.sendRtcpPLI(ssrc);
    },
    close: () => peer.close(),
  };
}

/** Makes the publisher's side of a transport and starts to send as soon as it is connected. */
export async function weriftSender(
  offer: TransportOffer,
  kinds: readonly ('audio' | 'video')[],
): Promise<WeriftSender> {
  const lines = kinds.map((kind): MediaLine =>
    kind === 'video'
      ? { kind, direction: 'recvonly', payloadType: vp8PayloadType, codec: 'VP8/90000' }
      : { kind, direction: 'recvonly', payloadType: opusPayloadType, codec: 'opus/48000/2' },
  );
  const peer = newPeer(lines);
  const streams = kinds.map((kind) => {
    const track = new MediaStreamTrack({ kind });
    return { kind, track, transceiver: peer.addTransceiver(track, { direction: 'sendonly' }), sequence: 0 };
  });
  const keyFramesAskedAtMs: number[] = [];
  let isKeyFrameDue = true;
  for (const { kind, transceiver } of streams) {
    if (kind === 'audio') continue;
    transceiver.sender.onPictureLossIndication.subscribe(() => {
      keyFramesAskedAtMs.push(performance.now());
      isKeyFrameDue = true;
    });
  }
  const dtlsParameters = await answer(peer, sdpOffer(offer, lines));
  let timers: NodeJS.Timeout[] = [];
  const start = (): void => {
    timers = streams.map((stream) =>
      setInterval(
        () => {
          stream.sequence += 1;
          const isKeyFrame = stream.kind === 'video' && isKeyFrameDue;
          if (isKeyFrame) isKeyFrameDue = false;
          stream.track.writeRtp(
            packet(stream.kind, stream.sequence, stream.transceiver.sender.ssrc, isKeyFrame),
          );
        },
        stream.kind === 'video' ? frameMs : soundMs,
      ),
    );
  };
  const stop = (): void => {
    for (const timer of timers.splice(0)) clearInterval(timer);
  };
  const connected = untilConnected(peer);
  connected.then(start, () => undefined);
  return {
    dtlsParameters,
    connected,
    rtpParameters: (kind) => parametersOf(kind, kinds.indexOf(kind), transceiverOf(streams, kind)),
    keyFramesAskedAtMs,
    start,
    stop,
    close: async () => {
      stop();
      await peer.close();
    },
  };
}

function newPeer(lines: readonly MediaLine[]): RTCPeerConnection {
  const codecs = new Map(lines.map((line) => [line.payloadType, line]));
  const of = (kind: MediaLine['kind']): RTCRtpCodecParameters[] =>
    [...codecs.values()].filter((line) => line.kind === kind).map(codecOf);
  return new RTCPeerConnection({
    codecs: { audio: of('audio'), video: of('video') },
    // Without a STUN server werift asks one of Google's, and waits up to 5 s for its name. Nobody answers at this one.
    iceServers: [{ urls: 'stun:127.0.0.1:9' }],
    iceStunGatherTimeout: 0.001,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
  });
}

function codecOf({ kind, codec, payloadType }: MediaLine): RTCRtpCodecParameters {
  const [name, clockRate, channels] = codec.split('/');
  return new RTCRtpCodecParameters({
    mimeType: `${kind}/${name}`,
    clockRate: Number(clockRate),
    payloadType,
    ...(channels === undefined ? {} : { channels: Number(channels) }),
    ...(kind === 'video' ? { rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] } : {}),
  });
}

function lineOf({ kind, rtpParameters }: ConsumerOffer): MediaLine {
  const [codec] = rtpParameters.codecs;
  const ssrc = rtpParameters.encodings?.[0]?.ssrc;
  if (codec === undefined || ssrc === undefined) throw new Error('the consumer has no codec or SSRC');
  const [, name] = codec.mimeType.split('/');
  const channels = codec.channels === undefined || kind === 'video' ? '' : `/${codec.channels}`;
  return {
    kind,
    direction: 'sendonly',
    payloadType: codec.payloadType,
    codec: `${name}/${codec.clockRate}${channels}`,
    ssrc,
  };
}

/** Answers the offer; returns what the SFU must know of this side. */
async function answer(peer: RTCPeerConnection, sdp: string): Promise<DtlsParameters> {
  await peer.setRemoteDescription({ type: 'offer', sdp });
  await peer.setLocalDescription(await peer.createAnswer());
  const local = peer.localDescription?.sdp ?? '';
  const [, algorithm, value] = /a=fingerprint:(sha-256) (\S+)/.exec(local.toLowerCase()) ?? [];
  if (algorithm === undefined || value === undefined) throw new Error(`no usable fingerprint in:\n${local}`);
  // RFC 8122 writes fingerprints in upper case, and mediasoup compares them so.
  return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: value.toUpperCase() }] };
}

function untilConnected(peer: RTCPeerConnection): Promise<void> {
  const connected = new Promise<void>((resolve, reject) => {
    peer.connectionStateChange.subscribe((state) => {
      if (state === 'connected') resolve();
      if (state === 'failed' || state === 'closed') reject(new Error(`the connection ended as ${state}`));
    });
  });
  // Who closes a peer early need not have waited for it.
  connected.catch(() => undefined);
  return connected;
}

function transceiverOf(
  streams: readonly { readonly kind: string; readonly transceiver: RTCRtpTransceiver }[],
  kind: string,
): RTCRtpTransceiver {
  const stream = streams.find((candidate) => candidate.kind === kind);
  if (stream === undefined) throw new Error(`this sender has no ${kind}`);
  return stream.transceiver;
}

function parametersOf(kind: 'audio' | 'video', mid: number, { sender }: RTCRtpTransceiver): RtpParameters {
  const codec =
    kind === 'video'
      ? {
          mimeType: 'video/VP8',
          clockRate: 90_000,
          payloadType: vp8PayloadType,
          rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
        }
      : { mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: opusPayloadType };
  return {
    mid: String(mid),
    codecs: [codec],
    encodings: [{ ssrc: sender.ssrc }],
    rtcp: { cname: 'popstage' },
  };
}

/** VP8: a descriptor that starts partition 0 (RFC 7741 4.2), then a frame tag whose lowest bit is 0 for a key frame. */
function packet(kind: 'audio' | 'video', sequence: number, ssrc: number, isKeyFrame: boolean): RtpPacket {
  const isVideo = kind === 'video';
  const header = new RtpHeader({
    payloadType: isVideo ? vp8PayloadType : opusPayloadType,
    sequenceNumber: sequence & 0xffff,
    timestamp: sequence * (isVideo ? 90 * frameMs : 48 * soundMs),
    ssrc,
    marker: isVideo,
  });
  const frame = Buffer.alloc(400, 0x5a);
  frame[0] = 0x10;
  frame[1] = isKeyFrame ? 0x00 : 0x01;
  return new RtpPacket(header, isVideo ? frame : Buffer.from([0xf8, 0xff, 0xfe]));
}
