import { assertNever } from '#domain/decision.ts';
import { publicSnapshotMessages } from '#protocol/room-limits.ts';
import type { RoomChannelEvent, RoomView, RulingView } from '#protocol/room-views.ts';
import { createMessageBook } from './message-book.ts';

/** A room that changes in place, however fast, and is read as a whole now and then. */
export interface RoomBook {
  reset(view: RoomView): void;
  apply(event: RoomChannelEvent): void;
  has(messageId: string): boolean;
  /** As it is now; parts that did not change since the last reading are the same objects. */
  read(): RoomView;
  /** Whether messages went by unseen between this book and the snapshot that is about to take its place. */
  hasMissedUntil(snapshot: RoomView): boolean;
}

/** Enough to scroll back some minutes in a busy room; bounded, because a show runs for four hours on a phone. */
const keptByPublic = 300;
/** The room itself holds 500 (domain/room/state.ts); the crew's desk keeps some that it let go. */
const keptByCrew = 1000;
const keptRulings = 1000;

const isCrew = (view: RoomView): boolean => view.rulings !== undefined;

const withRuling = (rulings: readonly RulingView[], changed: RulingView): readonly RulingView[] => {
  const place = rulings.findIndex(({ rulingId }) => rulingId === changed.rulingId);
  return place < 0 ? [changed, ...rulings].slice(0, keptRulings) : rulings.with(place, changed);
};

export const createRoomBook = (first: RoomView): RoomBook => {
  const messages = createMessageBook();
  let view = first;
  const reset = (next: RoomView) => {
    view = next;
    // What lies before a full snapshot was never seen here, so a change of it is not for this reader either.
    const isCut = !isCrew(next) && next.messages.length >= publicSnapshotMessages;
    messages.reset(next.messages, isCrew(next) ? keptByCrew : keptByPublic, isCut);
  };
  reset(first);
  return {
    reset,
    apply: (event) => {
      switch (event.type) {
        case 'room.message':
          return messages.put(event.message);
        case 'room.messages-removed':
          return messages.remove(event.messageIds);
        case 'room.pins':
          view = { ...view, pins: event.pins };
          return;
        case 'room.rules':
          view = { ...view, rules: event.rules };
          return;
        case 'room.own':
          view = { ...view, own: event.own };
          return;
        case 'room.ruling':
          view = { ...view, rulings: withRuling(view.rulings ?? [], event.ruling) };
          return;
        default:
          return assertNever(event);
      }
    },
    has: messages.has,
    read: () => {
      const current = messages.read();
      if (current !== view.messages) view = { ...view, messages: current };
      return view;
    },
    hasMissedUntil: (snapshot) => {
      const newest = messages.newestSequence();
      const oldest = snapshot.messages[0]?.sequence;
      return newest !== undefined && oldest !== undefined && oldest > newest && !isWhole(snapshot);
    },
  };
};

/** A snapshot that is not full holds everything the room has: what is not in it was taken away, not missed. */
const isWhole = (view: RoomView): boolean => !isCrew(view) && view.messages.length < publicSnapshotMessages;
