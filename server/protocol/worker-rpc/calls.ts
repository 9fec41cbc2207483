import { Type, type Static } from 'typebox';
import { idPattern } from '../ids.ts';
import type { PeerlessMethod, RTCIceServerLike, StageMethod, StageState } from '../methods/stage.ts';
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
    hls: Type.Object(
      {
        isPublic: Type.Boolean({ description: 'Playlists need no token. False in a rehearsal.' }),
        tokenKey: Type.String({
          pattern: '^[A-Za-z0-9_-]{43}$',
          description: "32 bytes, base64url: signs the tokens of this show's playlists (HS256).",
        }),
        keepsReplay: Type.Boolean({ description: 'The whole show stays on disk after its end.' }),
      },
      shut,
    ),
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
  /** The certificate under which the HLS port answers TLS; the latest counts. Sent after `hello` and when renewed. */
  'hls.certify': Type.Object(
    {
      certificate: Type.String({ maxLength: 100_000 }),
      privateKey: Type.String({ maxLength: 20_000 }),
    },
    shut,
  ),
  /** Whether this worker keeps a replay of an ended show. */
  'hls.find-replay': Type.Object({ showId: plainIdSchema }, shut),
  /** Idempotent. */
  'hls.delete-replay': Type.Object({ showId: plainIdSchema }, shut),
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
  readonly hls: readonly HlsFigures[];
}

/** How the LL-HLS output of one show does. */
export interface HlsFigures {
  readonly showId: string;
  /** ffmpeg runs so far; more than sources were switched means faults. */
  readonly runs: number;
  /** Of the ffmpeg that writes now; null between two. */
  readonly processId: number | null;
  /** Since the newest part of any rendition was announced, ms. */
  readonly partAgeMs: number;
  /** Parts shorter than 85 % of their target that are neither independent nor last of a segment nor beside a gap. */
  readonly shortParts: number;
  readonly parts: number;
  readonly memoryBytes: number;
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
    /** Where playlists are served; null where HLS is off. */
    readonly hlsPort: number | null;
  };
  readonly 'stage.open': { readonly state: StageState };
  readonly 'stage.close': Record<string, never>;
  /** The result of the signalling method asked for. */
  readonly 'peer.call': unknown;
  readonly 'peer.detach': Record<string, never>;
  readonly 'feed.set': Record<string, never>;
  readonly 'hls.certify': Record<string, never>;
  readonly 'hls.find-replay': { readonly durationS: number | null };
  readonly 'hls.delete-replay': Record<string, never>;
  readonly stats: WorkerStats;
  /** False: other servers use it. */
  readonly quit: { readonly ends: boolean };
}

export type PeerCallMethod = Exclude<StageMethod, PeerlessMethod>;
