import { Type, type Static } from 'typebox';
import { ShowIdSchema, SourceIdSchema } from '../ids.ts';
import {
  DtlsParametersSchema,
  RtpCapabilitiesSchema,
  RtpParametersSchema,
  type ConsumerOffer,
  type IceParameters,
  type RtpCapabilities,
  type TransportOffer,
} from '../rtp.ts';

const shut = { additionalProperties: false } as const;
const mediaIdPattern = Type.String({ pattern: '^[A-Za-z0-9-]{8,64}$' });
const kindSchema = Type.Union([Type.Literal('audio'), Type.Literal('video')]);
/** One browser tab on one stage. Made by the client, kept over reconnects of the socket. */
const PeerIdSchema = Type.String({
  pattern: '^[A-Za-z0-9_-]{16,40}$',
  description: 'Client-made, unguessable.',
});
const onPeer = { showId: ShowIdSchema, peerId: PeerIdSchema };

/** Signalling. A peer belongs to the person who joined it; every call checks that. */
export const stageMethods = {
  /** What a device must know before the tap: load mediasoup-client's Device with it. Cheap, cacheable, no peer needed. */
  'stage.capabilities': Type.Object({ showId: ShowIdSchema }, shut),
  /** Where low-latency HLS of a show is to be had, or the replay of one that is over. For whoever may watch it. */
  'stage.playlists': Type.Object({ showId: ShowIdSchema }, shut),
  /** Erases the replay of a show that is over from every media worker; harmless when there is none. */
  'stage.delete-replay': Type.Object({ showId: ShowIdSchema }, shut),
  /** The tap: one round trip gives a receiving transport and consumers of programme picture and sound, already flowing once connected. */
  'stage.watch': Type.Object(
    { ...onPeer, rtpCapabilities: RtpCapabilitiesSchema, forceTcp: Type.Optional(Type.Boolean()) },
    shut,
  ),
  /** Studio and cameras: joins without consuming. */
  'stage.join': Type.Object(onPeer, shut),
  /** After a reconnect of the socket: takes the peer over with everything that still runs in it. */
  'stage.resume': Type.Object(onPeer, shut),
  'stage.leave': Type.Object(onPeer, shut),
  'stage.create-transport': Type.Object(
    {
      ...onPeer,
      direction: Type.Union([Type.Literal('send'), Type.Literal('receive')]),
      forceTcp: Type.Optional(Type.Boolean()),
    },
    shut,
  ),
  'stage.connect-transport': Type.Object(
    { ...onPeer, transportId: mediaIdPattern, dtlsParameters: DtlsParametersSchema },
    shut,
  ),
  'stage.restart-ice': Type.Object({ ...onPeer, transportId: mediaIdPattern }, shut),
  /** Only the owner of a source produces into it; a second producer of the same kind replaces the first. */
  'stage.produce': Type.Object(
    {
      ...onPeer,
      transportId: mediaIdPattern,
      sourceId: SourceIdSchema,
      kind: kindSchema,
      rtpParameters: RtpParametersSchema,
    },
    shut,
  ),
  'stage.set-producer': Type.Object({ ...onPeer, producerId: mediaIdPattern, paused: Type.Boolean() }, shut),
  'stage.close-producer': Type.Object({ ...onPeer, producerId: mediaIdPattern }, shut),
  /** A further consumer on an existing receiving transport: the next programme source, or any source in the studio. */
  'stage.consume': Type.Object(
    {
      ...onPeer,
      transportId: mediaIdPattern,
      sourceId: SourceIdSchema,
      kind: kindSchema,
      rtpCapabilities: RtpCapabilitiesSchema,
    },
    shut,
  ),
  /** `spatialLayer`: the highest wanted, 0 is the smallest. */
  'stage.set-consumer': Type.Object(
    {
      ...onPeer,
      consumerId: mediaIdPattern,
      paused: Type.Optional(Type.Boolean()),
      spatialLayer: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    },
    shut,
  ),
  'stage.close-consumer': Type.Object({ ...onPeer, consumerId: mediaIdPattern }, shut),
} as const;

export type StageMethod = keyof typeof stageMethods;
/** What needs no peer on the stage. */
export type PeerlessMethod = 'stage.capabilities' | 'stage.playlists' | 'stage.delete-replay';
export type StageParams<M extends StageMethod> = Static<(typeof stageMethods)[M]>;

/** One source as the stage sees it right now (media), beside what the show stream says of it (commerce). */
export interface SourceState {
  readonly sourceId: string;
  /** Packets arrived within the last second or so. */
  readonly hasLiveVideo: boolean;
  readonly hasLiveAudio: boolean;
}

/** What is on air, as media has it. `incarnation` grows when the stage was rebuilt: then join again. */
export interface StageState {
  readonly incarnation: number;
  readonly programmeSourceId: string | null;
  readonly microphoneSourceId: string | null;
  readonly sources: readonly SourceState[];
  /** The LL-HLS output: `none` before its first picture and where it is off, `stalled` when parts stopped coming. */
  readonly fallback: 'none' | 'live' | 'stalled';
}

/** Where the playlists of a show begin. */
export interface PlaylistPlace {
  /** Of the multivariant playlist, with a token where one is needed. The page's own server always serves it, too. */
  readonly path: string;
  /** Where it is better fetched from: a port on the page's own host, or another origin. `null`: nowhere else. */
  readonly origin: { readonly port: number } | { readonly url: string } | null;
  /** Ask again before: then the token ends. `null`: there is none. */
  readonly expiresAtMs: number | null;
}

interface Joined {
  readonly stage: StageState;
  readonly iceServers: readonly RTCIceServerLike[];
}

export interface RTCIceServerLike {
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface StageResults {
  'stage.capabilities': {
    readonly rtpCapabilities: RtpCapabilities;
    readonly iceServers: readonly RTCIceServerLike[];
  };
  'stage.playlists': PlaylistPlace;
  'stage.delete-replay': Record<string, never>;
  'stage.watch': Joined & {
    readonly transport: TransportOffer;
    readonly consumers: readonly ConsumerOffer[];
  };
  'stage.join': Joined;
  'stage.resume': Joined & {
    readonly transportIds: readonly string[];
    readonly producerIds: readonly string[];
    readonly consumerIds: readonly string[];
  };
  'stage.leave': Record<string, never>;
  'stage.create-transport': { readonly transport: TransportOffer };
  'stage.connect-transport': Record<string, never>;
  'stage.restart-ice': { readonly iceParameters: IceParameters };
  'stage.produce': { readonly producerId: string };
  'stage.set-producer': Record<string, never>;
  'stage.close-producer': Record<string, never>;
  'stage.consume': { readonly consumer: ConsumerOffer };
  'stage.set-consumer': Record<string, never>;
  'stage.close-consumer': Record<string, never>;
}
