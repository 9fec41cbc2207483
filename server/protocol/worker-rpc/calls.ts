import { Type, type Static } from 'typebox';
import { idPattern } from '../ids.ts';
import type { RTCIceServerLike, StageMethod, StageState } from '../methods/stage.ts';
import type { RtpCapabilities } from '../rtp.ts';
import type { WorkerLoad } from './events.ts';

/** Ids are plain strings here: they were parsed at the edge, and the worker only compares them. */
const plainIdSchema = Type.String({ pattern: idPattern });
const shut = { additionalProperties: false } as const;
const incarnationSchema = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description:
    'Of the placement record; a smaller one than the worker knows is refused as `incarnation-stale`.',
});
const onStage = { showId: plainIdSchema, incarnation: incarnationSchema };
const peerIdSchema = Type.String({ pattern: '^[A-Za-z0-9_-]{16,40}$' });

const planSchema = Type.Object(
  {
    programmeSourceId: Type.Union([plainIdSchema, Type.Null()]),
    microphoneSourceId: Type.Union([plainIdSchema, Type.Null()]),
    isHeld: Type.Boolean({ description: 'The show is paused: nothing reaches the public.' }),
    sources: Type.Array(
      Type.Object(
        {
          sourceId: plainIdSchema,
          kind: Type.Union([
            Type.Literal('camera'),
            Type.Literal('phone'),
            Type.Literal('screen'),
            Type.Literal('clip'),
          ]),
        },
        shut,
      ),
      { maxItems: 64 },
    ),
  },
  shut,
);
/** What is on air, without the show it belongs to. */
export type WorkerPlan = Static<typeof planSchema>;

const feedSchema = Type.Union([
  Type.Object({ kind: Type.Literal('demo') }, shut),
  Type.Object({ kind: Type.Literal('file'), path: Type.String({ minLength: 1, maxLength: 4096 }) }, shut),
]);
/** What ffmpeg plays into a source. */
export type Feed = Static<typeof feedSchema>;

/** Every call a server may make. All are idempotent or answer with what is there, so a retry after a cut is safe. */
export const workerCalls = {
  /** First on every connection. Answers what lives, so that a new server can reconcile. */
  hello: Type.Object(
    { rpcVersion: Type.Integer(), serverId: Type.String({ minLength: 8, maxLength: 64 }) },
    shut,
  ),
  /** Opens the stage, or adopts the one that lives; a greater incarnation rebuilds it. The plan takes effect at once. */
  'stage.open': Type.Object({ ...onStage, plan: planSchema }, shut),
  'stage.close': Type.Object(onStage, shut),
  /** A signalling method of a peer (server/protocol/methods/stage.ts), checked by that method's own schema. */
  'peer.call': Type.Object(
    {
      showId: plainIdSchema,
      personId: plainIdSchema,
      audience: Type.Union([Type.Literal('public'), Type.Literal('staff')]),
      method: Type.String({ maxLength: 64 }),
      params: Type.Unknown(),
    },
    shut,
  ),
  /** Its socket is gone: closed after the grace time unless it resumes. */
  'peer.detach': Type.Object({ showId: plainIdSchema, peerId: peerIdSchema }, shut),
  /** Starts, replaces or (null) stops what ffmpeg plays into a source. */
  'feed.set': Type.Object(
    { ...onStage, sourceId: plainIdSchema, feed: Type.Union([feedSchema, Type.Null()]) },
    shut,
  ),
  /** Figures for metrics, tests and benchmarks. */
  stats: Type.Object({}, shut),
  /** Ends the worker: only sent by a server that shuts down for good and started it. */
  quit: Type.Object({}, shut),
} as const;

export type WorkerCall = keyof typeof workerCalls;
export type WorkerParams<Name extends WorkerCall> = Static<(typeof workerCalls)[Name]>;

/** A stage that lives in a worker. */
export interface LivingStage {
  readonly showId: string;
  readonly state: StageState;
  readonly peers: readonly LivingPeer[];
}

export interface LivingPeer {
  readonly peerId: string;
  readonly personId: string;
  /** Without a socket; its grace time runs. */
  readonly detached: boolean;
}

/** How key frames were asked for and came, per picture, since its producer started. */
export interface KeyFrameFigures {
  readonly showId: string;
  readonly sourceId: string;
  readonly requested: number;
  readonly received: number;
  /** Most requests within any 4 s so far; the law says 4. */
  readonly mostIn4s: number;
}

export interface WorkerStats {
  readonly load: WorkerLoad;
  readonly keyFrames: readonly KeyFrameFigures[];
  readonly coreProcessIds: readonly number[];
  /** Routers of stages that viewers sit on. */
  readonly edges: number;
}

export interface WorkerResults {
  readonly hello: {
    readonly workerId: string;
    readonly processId: number;
    readonly rpcVersion: number;
    readonly rtpCapabilities: RtpCapabilities;
    readonly iceServers: readonly RTCIceServerLike[];
    readonly stages: readonly LivingStage[];
    readonly load: WorkerLoad;
  };
  readonly 'stage.open': { readonly state: StageState };
  readonly 'stage.close': Record<string, never>;
  /** The result of the signalling method asked for. */
  readonly 'peer.call': unknown;
  readonly 'peer.detach': Record<string, never>;
  readonly 'feed.set': Record<string, never>;
  readonly stats: WorkerStats;
  readonly quit: Record<string, never>;
}

export type PeerCallMethod = Exclude<StageMethod, 'stage.capabilities'>;
