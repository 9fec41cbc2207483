import type { ShowId, SourceId } from '#domain/ids.ts';
import type { ConsumerOffer } from '#protocol/rtp.ts';
import { newPeerId, newShowId, newSourceId, type HeadlessClient } from './headless-client.ts';
import { weriftReceiver, weriftSender, type WeriftReceiver, type WeriftSender } from './werift-peer.ts';

/** A source on air: who sends into it and under which peer. */
export interface HeadlessPublisher {
  readonly peerId: string;
  readonly sourceId: SourceId;
  readonly sender: WeriftSender;
}

/** A viewer of what is on air. */
export interface HeadlessWatcher {
  readonly peerId: string;
  readonly receiver: WeriftReceiver;
  readonly consumers: readonly ConsumerOffer[];
  readonly videoConsumerId: string;
}

/** Creates a show and takes it live. */
export const goLive = async (host: HeadlessClient, title = 'Test show'): Promise<ShowId> => {
  const showId = newShowId();
  await host.command('show.create-show', { showId, title, description: '' });
  await host.command('show.go-live', { showId });
  return showId;
};

/** Adds a source of picture and sound, joins and sends; resolves when media flows into the worker. */
export const publish = async (
  host: HeadlessClient,
  showId: ShowId,
  kinds: readonly ('audio' | 'video')[] = ['video', 'audio'],
): Promise<HeadlessPublisher> => {
  const [sourceId, peerId] = [newSourceId(), newPeerId()];
  await host.command('show.add-source', {
    showId,
    sourceId,
    label: 'Camera',
    kind: 'camera',
    hasVideo: kinds.includes('video'),
    hasAudio: kinds.includes('audio'),
  });
  await host.request('stage.join', { showId, peerId });
  const { transport } = await host.request('stage.create-transport', { showId, peerId, direction: 'send' });
  const sender = await weriftSender(transport, kinds);
  const onPeer = { showId, peerId, transportId: transport.id };
  await host.request('stage.connect-transport', { ...onPeer, dtlsParameters: sender.dtlsParameters });
  await sender.connected;
  for (const kind of kinds) {
    const rtpParameters = sender.rtpParameters(kind);
    await host.request('stage.produce', { ...onPeer, sourceId, kind, rtpParameters });
  }
  return { peerId, sourceId, sender };
};

/** The tap: resolves when DTLS is up. */
export const watch = async (
  viewer: HeadlessClient,
  showId: ShowId,
  peerId = newPeerId(),
): Promise<HeadlessWatcher> => {
  const { rtpCapabilities } = await viewer.request('stage.capabilities', { showId });
  const { transport, consumers } = await viewer.request('stage.watch', { showId, peerId, rtpCapabilities });
  const receiver = await weriftReceiver(transport, consumers);
  await viewer.request('stage.connect-transport', {
    showId,
    peerId,
    transportId: transport.id,
    dtlsParameters: receiver.dtlsParameters,
  });
  await receiver.connected;
  const videoConsumerId = consumers.find(({ kind }) => kind === 'video')?.id ?? '';
  return { peerId, receiver, consumers, videoConsumerId };
};
