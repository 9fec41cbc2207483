import type { MessageId, PersonId } from '#domain/ids.ts';
import type { RoomMessage, RoomState } from '#domain/room/room.ts';

/** What presenting a room looks up, gathered once for each state. */
export interface RoomIndex {
  readonly messages: ReadonlyMap<MessageId, RoomMessage>;
  readonly repliesTo: ReadonlyMap<MessageId, readonly RoomMessage[]>;
  /** Who wrote as one of the crew. */
  readonly crew: ReadonlySet<PersonId>;
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
  const crew = new Set<PersonId>();
  const apart = new Set<PersonId>();
  for (const message of state.messages) {
    messages.set(message.messageId, message);
    if (message.isCrew) crew.add(message.authorId);
    if (isForItsAuthor(message)) apart.add(message.authorId);
    if (message.replyToId === null) continue;
    const replies = repliesTo.get(message.replyToId);
    if (replies === undefined) repliesTo.set(message.replyToId, [message]);
    else replies.push(message);
  }
  for (const { personId } of state.restrictions) apart.add(personId);
  for (const { byId } of state.blocks) apart.add(byId);
  return { messages, repliesTo, crew, apart };
}

/** Of the public only its author sees it. */
export const isForItsAuthor = ({ status, audience }: RoomMessage): boolean =>
  audience === 'room' && (status === 'held' || status === 'shadowed');
