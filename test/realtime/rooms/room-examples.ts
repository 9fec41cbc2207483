import type { MessageId, PersonId, RulingId } from '#domain/ids.ts';
import type { RoomEvent } from '#domain/room/room.ts';

/** Brands are given where ids are made; these are made by tests. */
export const person = (name: string): PersonId => `person-${name}` as PersonId;
export const messageId = (name: string | number): MessageId => `message-${name}` as MessageId;
export const rulingId = (name: string | number): RulingId => `ruling-${name}` as RulingId;

type Sent = Extract<RoomEvent, { readonly type: 'message-sent' }>;

/** A message of the public unless said otherwise. */
export const sent = (name: string | number, text: string, fields: Partial<Sent> = {}): RoomEvent => ({
  type: 'message-sent',
  messageId: messageId(name),
  isCrew: false,
  kind: 'message',
  audience: 'room',
  text,
  textDigest: text,
  replyToId: null,
  mentionIds: [],
  flags: [],
  status: 'shown',
  ...fields,
});

export const deleted = (
  ruling: string | number,
  author: string,
  ...names: readonly (string | number)[]
): RoomEvent => ({
  type: 'messages-deleted',
  rulingId: rulingId(ruling),
  kind: 'delete-message',
  personId: person(author),
  messageIds: names.map(messageId),
  reason: 'a reason for the crew',
});

export const restricted = (
  ruling: string | number,
  kind: 'ban' | 'timeout' | 'shadow',
  name: string,
  ...names: readonly (string | number)[]
): RoomEvent => ({
  type: 'person-restricted',
  rulingId: rulingId(ruling),
  kind,
  personId: person(name),
  untilMs: null,
  messageIds: names.map(messageId),
  reason: 'a reason for the crew',
});

export const undone = (ruling: string | number): RoomEvent => ({
  type: 'ruling-undone',
  rulingId: rulingId(ruling),
});
