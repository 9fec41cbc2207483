import { Type, type Static } from 'typebox';
import { errorTable, type ErrorCode } from '../errors.ts';

/** Grows when a server and a worker of different ages could misunderstand each other. */
export const workerRpcVersion = 2;

/** Refusals of a worker: the codes of the one error table, and one that only servers ever see. */
export type WorkerErrorCode = ErrorCode | 'incarnation-stale';

const shut = { additionalProperties: false } as const;
const idSchema = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Server -> worker. `deadlineMs` is how long the server will wait; a worker drops what nobody waits for any more. */
export const CallSchema = Type.Object(
  {
    type: Type.Literal('call'),
    id: idSchema,
    method: Type.String({ maxLength: 64 }),
    deadlineMs: Type.Integer({ minimum: 1, maximum: 60_000 }),
    params: Type.Unknown(),
  },
  shut,
);
export type Call = Static<typeof CallSchema>;

const codeSchema = Type.Unsafe<WorkerErrorCode>(
  Type.Union([...Object.keys(errorTable), 'incarnation-stale'].map((code) => Type.Literal(code))),
);

const detailsSchema = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]));

const ReplySchema = Type.Union([
  Type.Object({ type: Type.Literal('result'), id: idSchema, result: Type.Unknown() }, shut),
  Type.Object(
    { type: Type.Literal('refusal'), id: idSchema, code: codeSchema, details: Type.Optional(detailsSchema) },
    shut,
  ),
]);
export type WorkerReply = Static<typeof ReplySchema>;

/** Worker -> server. Replies may come in any order; events of one stage come in the order they happened. */
export const FromWorkerSchema = Type.Union([
  ReplySchema,
  Type.Object(
    { type: Type.Literal('event'), name: Type.String({ maxLength: 64 }), data: Type.Unknown() },
    shut,
  ),
]);
export type FromWorker = Static<typeof FromWorkerSchema>;
