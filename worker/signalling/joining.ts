import type { IceServer } from '#config/media.ts';
import { Refusal } from '#protocol/errors.ts';
import type { StageParams, StageResults } from '#protocol/methods/stage.ts';
import type { Audience } from '../stage/peer.ts';
import type { Stage } from '../stage/stage.ts';
import { addReception } from './receiving.ts';
import { addTransport, offerOf } from './transports.ts';

/** Who calls, and through which server. */
export interface Caller {
  readonly personId: string;
  readonly audience: Audience;
  readonly serverId: string;
  readonly iceServers: readonly IceServer[];
}

const joined = (stage: Stage, { iceServers }: Caller) => ({ stage: stage.state(), iceServers });

/**
 * The tap. Consumers are made flowing at once: a packet for a transport that is not connected yet is dropped, and the
 * key frame is asked for at the end of the handshake, so nothing is won by pausing first, but a round trip is lost.
 */
export async function watch(
  stage: Stage,
  caller: Caller,
  { peerId, rtpCapabilities, forceTcp }: StageParams<'stage.watch'>,
): Promise<StageResults['stage.watch']> {
  const peer = await stage.peers.join(peerId, caller);
  try {
    const transport = await addTransport(stage, peer, 'receive', forceTcp ?? false);
    const receptions = await Promise.allSettled(
      stage.programme.onAir().map((track) => addReception(stage, peer, transport, track, rtpCapabilities)),
    );
    // Picture and sound stand apart: who cannot decode one, or lost one in this moment, still gets the other.
    const consumers = receptions.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = receptions.find((one) => one.status === 'rejected');
    if (failed && consumers.length === 0) throw failed.reason;
    return { ...joined(stage, caller), transport: offerOf(transport), consumers };
  } catch (error) {
    stage.peers.leave(peer);
    throw error;
  }
}

export async function join(
  stage: Stage,
  caller: Caller,
  { peerId }: StageParams<'stage.join'>,
): Promise<StageResults['stage.join']> {
  await stage.peers.join(peerId, caller);
  return joined(stage, caller);
}

export async function resume(
  stage: Stage,
  caller: Caller,
  { peerId }: StageParams<'stage.resume'>,
): Promise<StageResults['stage.resume']> {
  if (!stage.peers.has(peerId)) throw new Refusal('peer-not-found');
  const peer = stage.peers.get(peerId, caller.personId);
  peer.attach(caller);
  const { transportIds, producerIds, consumerIds } = peer;
  return { ...joined(stage, caller), transportIds, producerIds, consumerIds };
}

export async function leave(
  stage: Stage,
  caller: Caller,
  { peerId }: StageParams<'stage.leave'>,
): Promise<StageResults['stage.leave']> {
  // Gone already is what was asked for.
  if (stage.peers.has(peerId)) stage.peers.leave(stage.peers.get(peerId, caller.personId));
  return {};
}
