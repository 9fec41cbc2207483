import type { types } from 'mediasoup';
import type { TransportOffer } from '#protocol/rtp.ts';
import type { StageParams, StageResults } from '#protocol/methods/stage.ts';
import type { Peer } from '../stage/peer.ts';
import type { Stage } from '../stage/stage.ts';
import { checkedByMediasoup } from './media-fault.ts';

/**
 * Where bandwidth estimation starts. mediasoup's 600 kb/s would show everyone the smallest layer for some seconds;
 * 2 Mb/s fits the highest usual layer and is corrected within a second where a network carries less.
 */
const initialBitrateBps = 2_000_000;
/** A viewer that vanished is noticed by its socket; consent only catches those whose socket lives on. */
const iceConsentTimeoutSeconds = 20;

type Direction = StageParams<'stage.create-transport'>['direction'];

/** Makes a transport: publishers stand on the origin, viewers on their peer's edge. */
export async function addTransport(
  stage: Stage,
  peer: Peer,
  direction: Direction,
  forceTcp: boolean,
): Promise<types.WebRtcTransport> {
  const [router, core] =
    direction === 'send' ? [stage.origin, stage.core] : [peer.edge.router, peer.edge.core];
  return peer.addTransport(async () => {
    const transport = await router.createWebRtcTransport({
      webRtcServer: core.webRtcServer,
      enableUdp: !forceTcp,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: initialBitrateBps,
      iceConsentTimeout: iceConsentTimeoutSeconds,
      appData: { direction },
    });
    transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') askForPictures(peer, transport);
      if (state === 'failed' || state === 'closed') transport.close();
    });
    return transport;
  });
}

export const offerOf = (transport: types.WebRtcTransport): TransportOffer => ({
  id: transport.id,
  iceParameters: transport.iceParameters,
  iceCandidates: transport.iceCandidates,
  dtlsParameters: transport.dtlsParameters,
});

export async function connectTransport(
  _stage: Stage,
  peer: Peer,
  { transportId, dtlsParameters }: StageParams<'stage.connect-transport'>,
): Promise<StageResults['stage.connect-transport']> {
  const transport = peer.transport(transportId);
  // Sent again after a cut: the first one counted.
  if (transport.appData['connected'] === true) return {};
  await checkedByMediasoup(
    () => transport.closed,
    () => transport.connect({ dtlsParameters }),
  );
  transport.appData['connected'] = true;
  return {};
}

export async function restartIce(
  _stage: Stage,
  peer: Peer,
  { transportId }: StageParams<'stage.restart-ice'>,
): Promise<StageResults['stage.restart-ice']> {
  return { iceParameters: await peer.transport(transportId).restartIce() };
}

function askForPictures(peer: Peer, transport: types.WebRtcTransport): void {
  for (const { consumer, track } of peer.receptionsOn(transport)) {
    if (!consumer.paused) track.wantKeyFrame(consumer.id);
  }
}
