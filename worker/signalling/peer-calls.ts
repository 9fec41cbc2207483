import { Compile } from 'typebox/compile';
import { Refusal } from '#protocol/errors.ts';
import { stageMethods, type StageParams, type StageResults } from '#protocol/methods/stage.ts';
import type { PeerCallMethod } from '#protocol/worker-rpc/calls.ts';
import type { Peer } from '../stage/peer.ts';
import type { Stage } from '../stage/stage.ts';
import { join, leave, resume, watch, type Caller } from './joining.ts';
import { closeProducer, produce, setProducer } from './publishing.ts';
import { closeConsumer, consume, setConsumer } from './receiving.ts';
import { addTransport, connectTransport, offerOf, restartIce } from './transports.ts';

type Answer<M extends PeerCallMethod> = Promise<StageResults[M]>;
type PeerCall<M extends PeerCallMethod> = (stage: Stage, caller: Caller, params: StageParams<M>) => Answer<M>;

/** Lifts a call of a joined peer: finds the peer, checks whose it is, and notes the server that speaks for it. */
const ofPeer =
  <M extends PeerCallMethod>(
    work: (stage: Stage, peer: Peer, params: StageParams<M>) => Answer<M>,
  ): PeerCall<M> =>
  async (stage, caller, params) => {
    const peer = stage.peers.get(params.peerId, caller.personId);
    peer.attach(caller);
    return work(stage, peer, params);
  };

const peerCalls: { readonly [M in PeerCallMethod]: PeerCall<M> } = {
  'stage.watch': watch,
  'stage.join': join,
  'stage.resume': resume,
  'stage.leave': leave,
  'stage.create-transport': ofPeer<'stage.create-transport'>(async (stage, peer, params) => ({
    transport: offerOf(await addTransport(stage, peer, params.direction, params.forceTcp ?? false)),
  })),
  'stage.connect-transport': ofPeer(connectTransport),
  'stage.restart-ice': ofPeer(restartIce),
  'stage.produce': ofPeer(produce),
  'stage.set-producer': ofPeer(setProducer),
  'stage.close-producer': ofPeer(closeProducer),
  'stage.consume': ofPeer(consume),
  'stage.set-consumer': ofPeer(setConsumer),
  'stage.close-consumer': ofPeer(closeConsumer),
};

const runners = new Map(
  Object.entries(peerCalls).map(([name, call]) => [name, checked(name as PeerCallMethod, call)]),
);

/** Runs one signalling call of a peer. Refuses unknown methods and what does not match the method's schema. */
export function callPeer(method: string, stage: Stage, caller: Caller, params: unknown): Promise<unknown> {
  const run = runners.get(method);
  if (run === undefined) throw new Refusal('method-unknown');
  return run(stage, caller, params);
}

function checked(method: PeerCallMethod, call: unknown) {
  const validator = Compile(stageMethods[method]);
  // Name, schema and function come from one row of two tables with the same keys; the pairing is lost to the types.
  const run = call as (stage: Stage, caller: Caller, params: unknown) => Promise<unknown>;
  return async (stage: Stage, caller: Caller, params: unknown): Promise<unknown> => {
    if (!validator.Check(params)) throw new Refusal('request-invalid');
    return run(stage, caller, params);
  };
}
