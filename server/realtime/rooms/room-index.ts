import type { MessageId, PersonId } from '#domain/ids.ts';
import type { RoomMessage, RoomState } from '#domain/room/room.ts';
import type { PersonView } from '#protocol/room-views.ts';

/** What marks somebody of the crew who does not host the show. */
export type CrewBadge = Exclude<PersonView['badge'], 'host' | null>;

/** What presenting a room looks up, gathered once for each state. */
export interface RoomIndex {
  readonly messages: ReadonlyMap<MessageId, RoomMessage>;
  readonly repliesTo: ReadonlyMap<MessageId, readonly RoomMessage[]>;
  /** Who wrote as one of the crew, and as what they last did. */
  readonly badges: ReadonlyMap<PersonId, CrewBadge>;
  /** For whom the room looks otherwise than for their audience. */
  readonly apart: ReadonlySet<PersonId>;
}

const indexes = new WeakMap<RoomState, RoomIndex>();

export function indexOf(state: RoomState): RoomIndex {
  const known = indexes.get(state);
  if (known !== undefined) return known;
  const index = makeIndex(state);
  indexes.set(state, index);
  return index;
}

function makeIndex(state: RoomState): RoomIndex {
  const messages = new Map<MessageId, RoomMessage>();
  const repliesTo = new Map<MessageId, RoomMessage[]>();
  const badges = new Map<PersonId, CrewBadge>();
  const apart = new Set<PersonId>();
  for (const message of state.messages) {
    messages.set(message.messageId, message);
    const badge = badgeOf(message);
    if (badge !== null) badges.set(message.authorId, badge);
    if (isForItsAuthor(message)) apart.add(message.authorId);
    if (message.replyToId === null) continue;
    const replies = repliesTo.get(message.replyToId);
    if (replies === undefined) repliesTo.set(message.replyToId, [message]);
    else replies.push(message);
  }
  for (const { personId } of state.restrictions) apart.add(personId);
  for (const { byId } of state.blocks) apart.add(byId);
  return { messages, repliesTo, badges, apart };
}

/** Of the public only its author sees it. */
export const isForItsAuthor = ({ status, audience }: RoomMessage): boolean =>
  audience === 'room' && (status === 'held' || status === 'shadowed');

/** What its author was when it was written. */
export const badgeOf = ({ authorId, isCrew, moderatorIds = [] }: RoomMessage): CrewBadge | null =>
  moderatorIds.includes(authorId) ? 'moderator' : isCrew ? 'crew' : null;
