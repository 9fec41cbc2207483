import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import {
  workerCalls,
  type WorkerCall,
  type WorkerParams,
  type WorkerResults,
} from '#protocol/worker-rpc/calls.ts';
import { workerRpcVersion } from '#protocol/worker-rpc/envelope.ts';
import type { WorkerLoad } from '#protocol/worker-rpc/events.ts';
import type { Engine } from '../engine/engine.ts';
import type { HlsOutput } from '../hls/hls-output.ts';
import { callPeer } from '../signalling/peer-calls.ts';
import type { StageTable } from '../stage/stage-table.ts';
import type { AnswerCall, ServerLink } from './server-link.ts';

export interface WorkerParts {
  readonly workerId: string;
  readonly config: Config;
  readonly engine: Engine;
  readonly table: StageTable;
  /** Null where HLS is off. */
  readonly hls: HlsOutput | null;
  /** A server asked the worker to end: whether it may. */
  readonly mayQuit: () => boolean;
  readonly quit: () => void;
  /** The link said which server it is. */
  readonly greeted: (link: ServerLink) => void;
}

type Answers = {
  readonly [Name in WorkerCall]: (
    parts: WorkerParts,
    params: WorkerParams<Name>,
    link: ServerLink,
    serverId: string,
  ) => Promise<WorkerResults[Name]> | WorkerResults[Name];
};

const answers: Answers = {
  hello: (parts, { serverId }, link) => {
    link.serverId = serverId;
    parts.greeted(link);
    const { workerId, config, engine, table, hls } = parts;
    return {
      workerId,
      processId: process.pid,
      rpcVersion: workerRpcVersion,
      // The same dictionary, typed by mediasoup and by mediasoup-client with different care for `undefined`.
      rtpCapabilities: engine.rtpCapabilities as WorkerResults['hello']['rtpCapabilities'],
      iceServers: config.iceServers,
      stages: table.living(),
      load: loadOf(engine, table),
      hlsPort: hls?.port ?? null,
    };
  },
  'stage.open': async ({ table }, { showId, incarnation, plan }, _link, serverId) => ({
    state: (await table.open(showId, incarnation, plan, serverId)).state(),
  }),
  'stage.close': async ({ table }, { showId, incarnation }) => {
    await table.close(showId, incarnation);
    return {};
  },
  'peer.call': ({ table, config }, { showId, personId, audience, method, params }, _link, serverId) =>
    callPeer(
      method,
      table.stage(showId),
      { personId, audience, serverId, iceServers: config.iceServers },
      params,
    ),
  'peer.detach': ({ table }, { showId, peerId }, _link, serverId) => {
    const peer = table.stages
      .find((stage) => stage.showId === showId)
      ?.peers.all.find((candidate) => candidate.peerId === peerId);
    // Another server speaks for it by now: then this word is late.
    if (peer?.serverId === serverId) table.stage(showId).peers.detach(peer);
    return {};
  },
  'feed.set': ({ table }, { showId, incarnation, sourceId, feed }) => {
    table.setFeed(showId, incarnation, sourceId, feed);
    return {};
  },
  'hls.certify': ({ hls }, { certificate, privateKey }) => {
    hls?.certify(certificate, privateKey);
    return {};
  },
  'hls.find-replay': async ({ hls }, { showId }) => ({ durationS: (await hls?.findReplay(showId)) ?? null }),
  'hls.delete-replay': async ({ hls }, { showId }) => {
    await hls?.deleteReplay(showId);
    return {};
  },
  stats: ({ engine, table, hls }) => ({
    load: loadOf(engine, table),
    keyFrames: table.stages.flatMap((stage) => stage.figures()),
    coreProcessIds: engine.coreProcessIds,
    edges: table.stages.reduce((sum, stage) => sum + stage.edgeCount, 0),
    hls: hls?.figures() ?? [],
  }),
  quit: ({ mayQuit, quit }) => {
    const ends = mayQuit();
    if (ends) setImmediate(quit);
    return { ends };
  },
};

export function loadOf(engine: Engine, table: StageTable): WorkerLoad {
  const peers = table.stages.flatMap((stage) => stage.peers.all);
  return {
    cpuShare: engine.cpuShare,
    cores: engine.coreProcessIds.length,
    stages: table.stages.length,
    peers: peers.length,
    producers: table.stages.reduce((sum, stage) => sum + stage.programme.tracks().length, 0),
    consumers: peers.reduce((sum, peer) => sum + peer.consumerIds.length, 0),
  };
}

type Run = (parts: WorkerParts, params: unknown, link: ServerLink, serverId: string) => unknown;

/** Checks a call by its schema and runs it. Everything but `hello` needs a `hello` before. */
export function callTable(parts: WorkerParts): AnswerCall {
  const rows = new Map(
    Object.entries(workerCalls).map(([name, schema]) => [
      name,
      // Name, schema and answer come from one row of two tables with the same keys; the types lose the pairing.
      { validator: Compile(schema as TSchema), run: answers[name as WorkerCall] as Run },
    ]),
  );
  return async (link, method, params) => {
    const row = rows.get(method);
    if (row === undefined) throw new Refusal('method-unknown');
    if (!row.validator.Check(params)) throw new Refusal('request-invalid');
    if (link.serverId === null && method !== 'hello') throw new Refusal('forbidden');
    return row.run(parts, params, link, link.serverId ?? '');
  };
}
