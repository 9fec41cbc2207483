/**
 * A publisher in a process of its own, so that a test can take its uplink away as life does: with SIGKILL or SIGSTOP,
 * without a goodbye. Gets the transport offer, answers with what the SFU must know, then sends until it ends.
 */
import type { TransportOffer } from '#protocol/rtp.ts';
import { weriftSender } from '#test/support/werift-peer.ts';

process.once('message', (offer) => {
  // The test sends nothing else.
  void publish(offer as TransportOffer);
});

async function publish(offer: TransportOffer): Promise<void> {
  const sender = await weriftSender(offer, ['video', 'audio']);
  const rtpParameters = { video: sender.rtpParameters('video'), audio: sender.rtpParameters('audio') };
  process.send?.({ dtlsParameters: sender.dtlsParameters, rtpParameters });
  await sender.connected;
}
