import type { TSchema } from 'typebox';
import { randomUUID } from 'node:crypto';
import { methodTable, type MethodName } from '#protocol/methods/methods.ts';
import { commerceFields, commerceMeanings } from './commerce-params.ts';

const dtls = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: 'AA'.repeat(32) }] };
const capabilities = { codecs: [], headerExtensions: [] };

/** Something valid for every field of every method. */
const fields = (): Readonly<Record<string, unknown>> => ({
  commandId: randomUUID(),
  messageId: randomUUID(),
  rulingId: randomUUID(),
  sourceId: 'source-of-tests',
  personId: 'person-of-tests',
  peerId: 'peer-of-the-hardening-tests',
  transportId: 'transport-of-tests',
  producerId: 'producer-of-tests',
  consumerId: 'consumer-of-tests',
  title: 'Taken over',
  description: '',
  label: 'Taken over',
  text: 'Hello from outside',
  reason: 'spam',
  reaction: 'heart',
  direction: 'receive',
  audience: 'room',
  replyToId: null,
  mentionIds: [],
  forMs: null,
  durationMs: null,
  pinnedForMs: 0,
  removesMessages: true,
  startsAtMs: Date.now() + 60_000,
  slate: { kind: 'standard' },
  hasVideo: true,
  hasAudio: true,
  paused: true,
  changes: { allowsLinks: true },
  rtpCapabilities: capabilities,
  dtlsParameters: dtls,
  rtpParameters: { codecs: [{ mimeType: 'video/VP8' }], encodings: [{}] },
  ...commerceFields(),
});

/** One name, another meaning in each of these methods. */
const meanings: Readonly<Partial<Record<MethodName, object>>> = {
  'show.add-source': { kind: 'camera' },
  'room.restrict-person': { kind: 'ban' },
  'stage.produce': { kind: 'video' },
  'stage.consume': { kind: 'video' },
  ...commerceMeanings,
};

/** Parameters that the method's schema takes, about this show. */
export function paramsOf(method: MethodName, showId: string): Record<string, unknown> {
  const all: Record<string, unknown> = { ...fields(), showId, ...meanings[method] };
  if (method.startsWith('channel.')) all['channel'] = `room-${showId}`;
  // Every schema of the table is an object of properties.
  const { properties } = methodTable[method] as TSchema & { readonly properties: object };
  const names = Object.keys(properties).filter((name) => all[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

/** All methods there are. */
// The table's own keys are the method names by definition.
export const methods = Object.keys(methodTable) as readonly MethodName[];
