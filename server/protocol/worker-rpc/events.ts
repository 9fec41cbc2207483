import { Type, type Static } from 'typebox';
import { idPattern } from '../ids.ts';
import type { StageState } from '../methods/stage.ts';
import type { SignalName, Signals } from '../signals.ts';

/** Signals that media makes; servers make others. */
export type StageSignalName = Extract<SignalName, `stage.${string}`>;

const plainIdSchema = Type.String({ pattern: idPattern });
const shut = { additionalProperties: false } as const;
const countSchema = Type.Integer({ minimum: 0 });

const LoadSchema = Type.Object(
  {
    /** Mean use of the cores it was given, 0 to 1. */
    cpuShare: Type.Number({ minimum: 0 }),
    cores: countSchema,
    stages: countSchema,
    peers: countSchema,
    producers: countSchema,
    consumers: countSchema,
  },
  shut,
);
export type WorkerLoad = Static<typeof LoadSchema>;

/** What a worker tells on its own. States are whole, so the latest one is all that counts. */
export const workerEvents = {
  /** To every server, on each change. */
  'stage.state': Type.Object(
    { showId: plainIdSchema, state: Type.Unsafe<StageState>(Type.Object({})) },
    shut,
  ),
  /** The stage ended in the worker (its grace without a server that knows it ran out). */
  'stage.closed': Type.Object({ showId: plainIdSchema, incarnation: Type.Integer() }, shut),
  /** To every server for whole stages; to the server that last spoke for it where `peerId` is present. */
  signal: Type.Object(
    {
      showId: plainIdSchema,
      peerId: Type.Optional(Type.String()),
      name: Type.Unsafe<StageSignalName>(Type.String()),
      data: Type.Unsafe<Signals[StageSignalName]>(Type.Object({})),
    },
    shut,
  ),
  /** Every other second. */
  load: LoadSchema,
} as const;

export type WorkerEventName = keyof typeof workerEvents;
export type WorkerEvent<Name extends WorkerEventName> = Static<(typeof workerEvents)[Name]>;
