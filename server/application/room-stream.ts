import type { ShopId, ShowId } from '#domain/ids.ts';
import { evolveRoom, initialRoomState, type RoomEvent, type RoomState } from '#domain/room/room.ts';
import type { Retention, StreamKind, StreamRef } from './command-handler.ts';
import { roomStreamId } from './streams.ts';

/**
 * Recovery reaches back 500 events. Ten minutes are how long a client may repeat a command whose answer it never got,
 * even in a room so quick that 2,000 events are less; a day is what a moderator asks the log about.
 */
const retention: Retention = { events: 2_000, leastMs: 10 * 60_000, ageMs: 24 * 3_600_000 };

/**
 * Messages are trimmed and live on in the snapshot, as far as the state holds them, with all rulings in force. So a
 * later program must read the snapshots of this one: its version may grow only together with a way to convert them.
 */
const roomKind: StreamKind<RoomState, RoomEvent> = {
  initial: initialRoomState,
  snapshotSchemaVersion: 1,
  retention,
  evolve: evolveRoom,
};

/** The stream of one show's room. */
export const roomStream = (shopId: ShopId, showId: ShowId): StreamRef<RoomState, RoomEvent> => ({
  streamId: roomStreamId(shopId, showId),
  kind: roomKind,
});
