import type { Logger } from 'pino';
import type { Config } from '#config/load.ts';
import type { Application } from '#application/application.ts';
import type { Identity } from '#application/identity/identity.ts';
import type { Bus } from '#application/ports.ts';
import type { Playlists } from '#media/playlists/playlists.ts';
import type { StageControl } from '#media/stage-control.ts';
import type { CloseReason } from '#protocol/close-codes.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type { Clock } from './clock.ts';

/** Facts of the socket layer as they happen; the adapter counts them (realtime-metrics.ts). */
export interface RealtimeMetrics {
  opened(): void;
  closed(reason: CloseReason | 'by-client'): void;
  received(sizeBytes: number): void;
  sent(sizeBytes: number): void;
  requestDone(method: MethodName | 'unknown', outcome: 'ok' | ErrorCode, durationMs: number): void;
}

/** The settings that the socket reads. */
export type RealtimeConfig = Pick<
  Config,
  | 'iceServers'
  | 'socketFrameBytes'
  | 'socketQueueBytes'
  | 'socketRequestsPerSecond'
  | 'socketOpenRequests'
  | 'socketHelloMs'
  | 'socketPingIntervalMs'
  | 'socketPongTimeoutMs'
  | 'socketsPerAddress'
  | 'socketsTotal'
  | 'socketSubscriptions'
  | 'socketReactionsPerSecond'
  | 'channelPushesPerSecond'
  | 'channelHoldMs'
  | 'recoveryEvents'
  | 'recoveryBytes'
  | 'stripeSecretKey'
>;

/** What the socket needs of the rest of the server; each part is only as wide as it is used. */
export interface RealtimeDeps {
  readonly config: RealtimeConfig;
  readonly logger: Logger;
  readonly identity: Pick<Identity, 'verify' | 'onRevoked' | 'revokedSince'>;
  readonly application: Pick<
    Application,
    | 'nowMs'
    | 'execute'
    | 'streams'
    | 'names'
    | 'read'
    | 'follow'
    | 'eventsSince'
    | 'readShowList'
    | 'followShowList'
    | 'readOrderList'
    | 'followOrderList'
    | 'authorise'
  >;
  /** Tells other server processes of the moment: who is there, how the audience reacts. */
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>;
  readonly stages: Pick<StageControl, 'rtpCapabilities' | 'state' | 'call' | 'detach' | 'onSignal'>;
  readonly playlists: Pick<Playlists, 'live' | 'replay' | 'deleteReplay'>;
  readonly metrics: RealtimeMetrics;
  readonly clock: Clock;
}
