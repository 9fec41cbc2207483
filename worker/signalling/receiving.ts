import type { types } from 'mediasoup';
import { Refusal } from '#protocol/errors.ts';
import type { ConsumerOffer, RtpCapabilities } from '#protocol/rtp.ts';
import type { StageParams, StageResults } from '#protocol/methods/stage.ts';
import type { Peer, Reception } from '../stage/peer.ts';
import type { Stage } from '../stage/stage.ts';
import type { Track } from '../stage/track.ts';
import { checkedByMediasoup } from './media-fault.ts';

/** A consumer of the track on the peer's transport, flowing as soon as the transport is connected. */
export async function addReception(
  stage: Stage,
  peer: Peer,
  transport: types.WebRtcTransport,
  track: Track,
  rtpCapabilities: RtpCapabilities,
): Promise<ConsumerOffer> {
  const reception = await peer.addReception(async () => {
    const producer = await track.on(peer.edge);
    return {
      track,
      wish: { isPaused: false },
      consumer: await checkedByMediasoup(
        () => transport.closed || producer.closed,
        () =>
          transport.consume({
            producerId: producer.id,
            rtpCapabilities: capabilitiesFor(track, rtpCapabilities),
            paused: stage.airing.holds(peer),
            appData: { transportId: transport.id },
          }),
      ),
    };
  });
  const { consumer } = reception;
  follow(stage, peer, reception);
  // The show may have been paused or resumed while the consumer was made.
  await stage.airing.settle(peer, reception);
  if (transport.dtlsState === 'connected') {
    if (!consumer.paused) track.wantKeyFrame(consumer.id);
  } else track.expectViewer(consumer.id);
  return {
    id: consumer.id,
    producerId: track.producer.id,
    kind: consumer.kind,
    // The same dictionary, typed by mediasoup and by mediasoup-client with different care for `undefined`.
    rtpParameters: consumer.rtpParameters as ConsumerOffer['rtpParameters'],
    sourceId: track.sourceId,
    spatialLayers: track.spatialLayers,
  };
}

export async function consume(
  stage: Stage,
  peer: Peer,
  { transportId, sourceId, kind, rtpCapabilities }: StageParams<'stage.consume'>,
): Promise<StageResults['stage.consume']> {
  const transport = peer.transport(transportId);
  if (transport.appData['direction'] !== 'receive') throw new Refusal('transport-not-found');
  const track = stage.programme.track(sourceId, kind);
  if (track === null) throw new Refusal('source-not-live');
  // Being on air with its picture opens nobody's ear to a source's sound, and the other way round.
  if (!stage.airing.admits(peer, track)) throw new Refusal('forbidden');
  return { consumer: await addReception(stage, peer, transport, track, rtpCapabilities) };
}

export async function setConsumer(
  stage: Stage,
  peer: Peer,
  { consumerId, paused, spatialLayer }: StageParams<'stage.set-consumer'>,
): Promise<StageResults['stage.set-consumer']> {
  const reception = peer.reception(consumerId);
  const { consumer, track, wish } = reception;
  if (paused !== undefined) {
    wish.isPaused = paused;
    await stage.airing.settle(peer, reception);
  }
  if (spatialLayer !== undefined && consumer.type === 'simulcast') {
    await consumer.setPreferredLayers({ spatialLayer: Math.min(spatialLayer, track.spatialLayers - 1) });
  }
  // The old layer is shown until the new one has its key frame.
  if (!consumer.paused && spatialLayer !== undefined) track.pictureLost(consumer.id);
  return {};
}

export async function closeConsumer(
  _stage: Stage,
  peer: Peer,
  { consumerId }: StageParams<'stage.close-consumer'>,
): Promise<StageResults['stage.close-consumer']> {
  // Closed already is what was asked for.
  if (peer.consumerIds.includes(consumerId)) peer.reception(consumerId).consumer.close();
  return {};
}

/**
 * What of a device can matter for this track. mediasoup copies and checks all that it is given, for each consumer: with
 * all codecs of a stage that is 0.11 ms of CPU, with one it is 0.04.
 */
function capabilitiesFor({ kind, mimeType }: Track, device: RtpCapabilities): RtpCapabilities {
  const wanted = [mimeType.toLowerCase(), `${kind}/rtx`];
  return {
    codecs: device.codecs?.filter((codec) => wanted.includes(codec.mimeType.toLowerCase())) ?? [],
    headerExtensions: device.headerExtensions?.filter((extension) => extension.kind === kind) ?? [],
  };
}

function follow(stage: Stage, peer: Peer, { consumer, track }: Reception): void {
  const about = { showId: stage.showId, peerId: peer.peerId, consumerId: consumer.id };
  consumer.on('producerclose', () => {
    stage.voice.signal(peer, 'stage.consumer-closed', about);
  });
  consumer.on('layerschange', (layers) => {
    const spatialLayer = layers?.spatialLayer ?? null;
    stage.voice.signal(peer, 'stage.consumer-layers', { ...about, spatialLayer });
  });
  if (consumer.kind === 'audio') return;
  consumer.on('trace', () => {
    track.pictureLost(consumer.id);
  });
  // The reports end at the edge (see pipe.ts); the trace is how the governor hears of them.
  consumer.enableTraceEvent(['pli', 'fir']).catch(() => undefined);
}
