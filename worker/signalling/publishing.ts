import { Refusal } from '#protocol/errors.ts';
import type { StageParams, StageResults } from '#protocol/methods/stage.ts';
import type { Peer } from '../stage/peer.ts';
import type { Stage } from '../stage/stage.ts';
import { Track } from '../stage/track.ts';
import { checkedByMediasoup } from './media-fault.ts';

/** Whether this peer may produce into the source was decided by the server; here it is only possible or not. */
export async function produce(
  stage: Stage,
  peer: Peer,
  { transportId, sourceId, kind, rtpParameters }: StageParams<'stage.produce'>,
): Promise<StageResults['stage.produce']> {
  const transport = peer.transport(transportId);
  if (transport.appData['direction'] !== 'send') throw new Refusal('transport-not-found');
  const track = await peer.addTrack(async () => {
    const producer = await checkedByMediasoup(
      () => transport.closed,
      () => transport.produce({ kind, rtpParameters }),
    );
    return new Track(sourceId, stage.programme.kindOf(sourceId), producer, transport);
  });
  follow(stage, peer, track);
  stage.publish(track);
  return { producerId: track.producer.id };
}

export async function setProducer(
  _stage: Stage,
  peer: Peer,
  { producerId, paused }: StageParams<'stage.set-producer'>,
): Promise<StageResults['stage.set-producer']> {
  const { producer } = peer.track(producerId);
  await (paused ? producer.pause() : producer.resume());
  return {};
}

export async function closeProducer(
  _stage: Stage,
  peer: Peer,
  { producerId }: StageParams<'stage.close-producer'>,
): Promise<StageResults['stage.close-producer']> {
  // Closed already is what was asked for. Taken off first, so that its owner is not told what it did itself.
  if (!peer.producerIds.includes(producerId)) return {};
  const { producer } = peer.track(producerId);
  producer.appData['closedByOwner'] = true;
  producer.close();
  return {};
}

function follow(stage: Stage, peer: Peer, { producer }: Track): void {
  const about = { showId: stage.showId, peerId: peer.peerId, producerId: producer.id };
  producer.on('score', (scores) => {
    stage.voice.signal(peer, 'stage.producer-score', { ...about, scores: scores.map(({ score }) => score) });
  });
  producer.observer.once('close', () => {
    if (producer.appData['closedByOwner'] === true || peer.closed) return;
    stage.voice.signal(peer, 'stage.producer-closed', about);
  });
}
