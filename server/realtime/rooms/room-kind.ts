import { audienceOf, authorise } from '#application/authorise.ts';
import type { Application } from '#application/application.ts';
import type { RecordedEvent } from '#application/ports.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { RoomEvent, RoomMessage, RoomState } from '#domain/room/room.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ChannelKind } from '../channels/channel-kind.ts';
import { isRetroactiveInRoom, presentRoomEvent, selvesOfRoomEvent } from './present-room-event.ts';
import { RoomPresentation, type RoomSurroundings } from './present-room.ts';
import { indexOf } from './room-index.ts';

export interface RoomKindDeps {
  readonly showId: ShowId;
  readonly show: () => ShowState;
  readonly application: Pick<Application, 'nowMs'> & {
    readonly names: Pick<Application['names'], 'nameOf'>;
  };
}

/** What presenting a room needs to know of its show. */
export function surroundingsOf({ showId, show, application }: RoomKindDeps): RoomSurroundings {
  return {
    showId,
    get hostId() {
      const state = show();
      return state.status === 'absent' ? null : state.hostId;
    },
    nameOf: (personId) => application.names.nameOf(personId),
    nowMs: () => application.nowMs(),
  };
}

/** `room-<show>`: its chat. Who may know of the show may read, also who is banned from writing. */
export function roomKind(deps: RoomKindDeps): ChannelKind<RoomState, RoomEvent> {
  const { showId, show } = deps;
  const around = surroundingsOf(deps);
  return {
    name: `room-${showId}`,
    decidesRights: false,
    audienceOf: (principal) => audienceOf(principal, show()),
    refusalOf: (principal) => authorise(principal, 'channel.subscribe', { show: show() }),
    peopleOf,
    peopleIn,
    present: (recorded, state, reader) => presentRoomEvent(around, recorded, state, reader),
    selvesOf: selvesOfRoomEvent,
    snapshot: (state, reader) => new RoomPresentation(around, state, reader).room(),
    isApart: (state, personId) => indexOf(state).apart.has(personId),
    isRetroactive: isRetroactiveInRoom,
    isUrgent: isRetroactiveInRoom,
  };
}

/** A plain message names a few people; whatever else happens may show any message again. */
function peopleOf(recorded: readonly RecordedEvent<RoomEvent>[], state: RoomState): Iterable<PersonId> {
  const people = new Set<PersonId>();
  const { messages } = indexOf(state);
  for (const { event } of recorded) {
    if (event.type !== 'message-sent') return peopleIn(state);
    for (const messageId of [event.messageId, event.replyToId]) {
      const message = messageId === null ? undefined : messages.get(messageId);
      if (message !== undefined) addPeople(message, people);
    }
  }
  return people;
}

function peopleIn(state: RoomState): Iterable<PersonId> {
  const people = new Set<PersonId>();
  for (const message of state.messages) addPeople(message, people);
  for (const { byId, personId, undone } of state.rulings) {
    people.add(byId).add(personId);
    if (undone !== null) people.add(undone.byId);
  }
  return people;
}

function addPeople({ authorId, mentionIds, reports, cleared }: RoomMessage, people: Set<PersonId>): void {
  people.add(authorId);
  for (const personId of mentionIds) people.add(personId);
  for (const { byId } of reports) people.add(byId);
  if (cleared !== null) people.add(cleared.byId);
}
