import { Type } from 'typebox';
import type { types } from 'mediasoup-client';

/**
 * WebRTC parameters as mediasoup-client makes and reads them. Shape and size are checked here;
 * the media worker checks their meaning and answers `media-parameters-invalid`.
 */
const open = { additionalProperties: true } as const;
const shortText = Type.String({ maxLength: 256 });

export const RtpCapabilitiesSchema = Type.Unsafe<types.RtpCapabilities>(
  Type.Object(
    {
      codecs: Type.Array(Type.Object({ mimeType: shortText }, open), { maxItems: 64 }),
      headerExtensions: Type.Optional(Type.Array(Type.Object({ uri: shortText }, open), { maxItems: 64 })),
    },
    { ...open, description: 'RTP capabilities of a device (mediasoup-client).' },
  ),
);

export const RtpParametersSchema = Type.Unsafe<types.RtpParameters>(
  Type.Object(
    {
      codecs: Type.Array(Type.Object({ mimeType: shortText }, open), { minItems: 1, maxItems: 16 }),
      encodings: Type.Array(Type.Object({}, open), { minItems: 1, maxItems: 4 }),
    },
    { ...open, description: 'RTP parameters of one producer (mediasoup-client).' },
  ),
);

export const DtlsParametersSchema = Type.Unsafe<types.DtlsParameters>(
  Type.Object(
    {
      role: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('client'), Type.Literal('server')])),
      fingerprints: Type.Array(Type.Object({ algorithm: shortText, value: shortText }), {
        minItems: 1,
        maxItems: 8,
      }),
    },
    { ...open, description: 'DTLS parameters of a transport.' },
  ),
);

/** What a client needs to make its side of a transport; the options of mediasoup-client's `createSendTransport`. */
export interface TransportOffer {
  readonly id: string;
  readonly iceParameters: types.IceParameters;
  readonly iceCandidates: types.IceCandidate[];
  readonly dtlsParameters: types.DtlsParameters;
}

/** The options of mediasoup-client's `transport.consume`, and what it is a consumer of. */
export interface ConsumerOffer {
  readonly id: string;
  readonly producerId: string;
  readonly kind: 'audio' | 'video';
  readonly rtpParameters: types.RtpParameters;
  readonly sourceId: string;
  /** Simulcast layers to choose from; 1 where there is no simulcast. */
  readonly spatialLayers: number;
}

export type RtpCapabilities = types.RtpCapabilities;
export type RtpParameters = types.RtpParameters;
export type DtlsParameters = types.DtlsParameters;
export type IceParameters = types.IceParameters;
