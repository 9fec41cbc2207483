import type { MessageId, PersonId } from '../ids.ts';
import type { Pin, Restriction, RoomMessage, RoomState } from './state.ts';

/** A message the room still holds, removed ones included. */
export const messageById = (state: RoomState, messageId: MessageId): RoomMessage | undefined =>
  state.messages.find((message) => message.messageId === messageId);

/** What binds a person at `nowMs`; one whose time is over binds nobody. */
export const restrictionOf = (state: RoomState, personId: PersonId, nowMs: number): Restriction | undefined =>
  state.restrictions.find(
    (restriction) => restriction.personId === personId && isInForce(restriction, nowMs),
  );

/** Whether a restriction or a pin still holds at `nowMs`; `untilMs` null is without end. */
export const isInForce = ({ untilMs }: { readonly untilMs: number | null }, nowMs: number): boolean =>
  untilMs === null || untilMs > nowMs;

/** Whether everybody sees it. */
export const isPublic = ({ status, audience }: RoomMessage): boolean =>
  status === 'shown' && audience === 'room';

/** Whether its text is for this reader: the crew reads everything, an author also what is held or shadowed. */
export function isReadableBy(
  message: RoomMessage,
  reader: { readonly personId: PersonId; readonly isCrew: boolean },
): boolean {
  if (reader.isCrew || isPublic(message)) return true;
  return message.authorId === reader.personId && message.status !== 'removed' && message.audience === 'room';
}

/** What everybody sees, oldest first. */
export const publicMessages = (state: RoomState): readonly RoomMessage[] => state.messages.filter(isPublic);

/** The pins that everybody sees at `nowMs`, oldest first. That of a removed message returns when it does. */
export const pinsInForce = (
  state: RoomState,
  nowMs: number,
): readonly (Pin & { readonly message: RoomMessage })[] =>
  state.pins.flatMap((pin) => {
    const message = messageById(state, pin.messageId);
    return message && isPublic(message) && isInForce(pin, nowMs) ? [{ ...pin, message }] : [];
  });

/** Whether it stands in the moderators' queue: held, reported, or flagged and not looked at yet. */
export const awaitsModerator = ({ status, flags, reports, cleared }: RoomMessage): boolean => {
  if (status === 'removed') return false;
  return status === 'held' || reports.length > 0 || (flags.length > 0 && cleared === null);
};

/** Whom a person has blocked. */
export const blockedIdsOf = (state: RoomState, byId: PersonId): readonly PersonId[] =>
  state.blocks.filter((block) => block.byId === byId).map(({ personId }) => personId);
