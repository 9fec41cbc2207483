import type { PersonId } from '../ids.ts';
import { evolveMessages } from './evolve-messages.ts';
import { evolveRulings } from './evolve-rulings.ts';
import { evolvePins } from './evolve-pins.ts';
import type { RoomOccurrence } from './events.ts';
import { maximumBlocks, type RoomState } from './state.ts';

/**
 * The room after one event. Pure and total: never throws, and an event that does not fit the state (which
 * `decideRoom` never makes) changes nothing but the count.
 */
export function evolveRoom(state: RoomState, occurrence: RoomOccurrence): RoomState {
  const counted = { ...state, version: state.version + 1 };
  const { event, actorId, atMs } = occurrence;
  switch (event.type) {
    case 'message-sent':
    case 'message-approved':
    case 'message-reported':
    case 'reports-dismissed':
      return evolveMessages(counted, { event, actorId, atMs });
    case 'messages-deleted':
    case 'person-restricted':
    case 'ruling-undone':
      return evolveRulings(counted, { event, actorId, atMs });
    case 'message-pinned':
    case 'message-unpinned':
      return evolvePins(counted, event, atMs);
    case 'rules-set':
      return { ...counted, rules: event.rules };
    case 'person-blocked':
      return { ...counted, blocks: withBlock(counted, actorId, event.personId) };
    case 'person-unblocked':
      return { ...counted, blocks: withoutBlock(counted, actorId, event.personId) };
    default:
      return forgotten(event, counted);
  }
}

const withoutBlock = ({ blocks }: RoomState, byId: PersonId, personId: PersonId): RoomState['blocks'] =>
  blocks.filter((block) => block.byId !== byId || block.personId !== personId);

const withBlock = (state: RoomState, byId: PersonId, personId: PersonId): RoomState['blocks'] =>
  [...withoutBlock(state, byId, personId), { byId, personId }].slice(-maximumBlocks);

/** An event of a later version of this program stands in the log: an older one must still run, and still count. */
function forgotten(event: never, state: RoomState): RoomState {
  void event;
  return state;
}
