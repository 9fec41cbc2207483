import { Type, type Static } from 'typebox';
import type { WireError } from './errors.ts';

export { protocolVersion } from './version.ts';

/*
 * The socket at `/api/socket`. Every frame, both ways, is a JSON array of messages, so one flush carries many.
 * Order: `hello` -> `welcome`, then anything.
 */

const Hello = Type.Object(
  {
    type: Type.Literal('hello'),
    protocol: Type.Integer({ minimum: 1, description: 'Protocol version the client speaks.' }),
    token: Type.String({ minLength: 20, maxLength: 2048, description: 'Access token.' }),
  },
  { additionalProperties: false, description: 'First message of a client.' },
);

const Request = Type.Object(
  {
    type: Type.Literal('request'),
    id: Type.Integer({
      minimum: 0,
      maximum: 0x7fffffff,
      description: 'Echoed by the reply; unique among open requests.',
    }),
    method: Type.String({ maxLength: 64 }),
    params: Type.Record(Type.String(), Type.Unknown()),
  },
  { additionalProperties: false, description: 'Asks for one method of the method table.' },
);

const Ping = Type.Object(
  { type: Type.Literal('ping'), sentAt: Type.Number({ description: 'Client clock in ms, echoed.' }) },
  {
    additionalProperties: false,
    description: 'Measures round trip and clock offset; any time after welcome.',
  },
);

const Pong = Type.Object(
  { type: Type.Literal('pong') },
  { additionalProperties: false, description: 'Answers a ping of the server.' },
);

/** A fresh token on a running socket, so that a long show needs no reconnect. */
const Reauthenticate = Type.Object(
  { type: Type.Literal('token'), token: Type.String({ minLength: 20, maxLength: 2048 }) },
  { additionalProperties: false, description: 'Replaces the token of this socket; same person only.' },
);

export const ClientMessageSchema = Type.Union([Hello, Request, Ping, Pong, Reauthenticate]);
export const ClientFrameSchema = Type.Array(ClientMessageSchema, { minItems: 1, maxItems: 64 });
export type ClientMessage = Static<typeof ClientMessageSchema>;

/** What the server tells at the start; limits in bytes, milliseconds and counts. */
export interface Welcome {
  readonly type: 'welcome';
  readonly protocol: number;
  readonly sessionId: string;
  readonly personId: string;
  readonly role: string;
  /** Store time, ms since the epoch. */
  readonly serverTimeMs: number;
  readonly limits: {
    readonly frameBytes: number;
    readonly requestsPerSecond: number;
    readonly pingIntervalMs: number;
    readonly pongTimeoutMs: number;
  };
}

export type Reply =
  | { readonly type: 'reply'; readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly error: WireError };

/** A change of a durable channel. A gap exists only where `from` is not the last `to`. */
export interface Push {
  readonly type: 'push';
  readonly channel: string;
  readonly from: number;
  readonly to: number;
  readonly toEventId: string;
  readonly events: readonly unknown[];
}

/** An ephemeral message without recovery: state of the stage, of one's own producers and consumers (see signals.ts). */
export interface SignalMessage {
  readonly type: 'signal';
  readonly name: string;
  readonly data: unknown;
}

export type ServerMessage =
  | Welcome
  | Reply
  | Push
  | SignalMessage
  | { readonly type: 'ping' }
  | { readonly type: 'pong'; readonly sentAt: number; readonly serverTimeMs: number }
  /** Comes before a close that the user should understand. */
  | { readonly type: 'goodbye'; readonly reason: string; readonly reconnect: boolean };
