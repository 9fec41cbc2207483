import type { Command } from '#application/application.ts';
import type { MessageId, PersonId, RulingId } from '#domain/ids.ts';
import { personIdOf, showIdOf } from './core-stand.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const messageIdOf = (name: string): MessageId => `message-${name}` as MessageId;
export const rulingIdOf = (name: string): RulingId => `ruling-${name}` as RulingId;

/** Commands in the room of a show, by the show's name. */
export const say = (
  show: string,
  name: string,
  text = name,
  mentionIds: readonly PersonId[] = [],
): Command => ({
  type: 'send-message',
  showId: showIdOf(show),
  messageId: messageIdOf(name),
  text,
  replyToId: null,
  mentionIds,
  audience: 'room',
});
export const announce = (show: string, name: string, pinnedForMs = 0): Command => ({
  type: 'announce',
  showId: showIdOf(show),
  messageId: messageIdOf(name),
  text: name,
  pinnedForMs,
});
export const ban = (show: string, person: string): Command => ({
  type: 'restrict-person',
  showId: showIdOf(show),
  rulingId: rulingIdOf(person),
  personId: personIdOf(person),
  kind: 'ban',
  durationMs: null,
  removesMessages: false,
  reason: '',
});
export const pin = (show: string, name: string, forMs: number | null): Command => ({
  type: 'pin-message',
  showId: showIdOf(show),
  messageId: messageIdOf(name),
  forMs,
});
