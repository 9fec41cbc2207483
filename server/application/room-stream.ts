import type { ShopId, ShowId } from '#domain/ids.ts';
import { evolveRoom, initialRoomState, type RoomEvent, type RoomState } from '#domain/room/room.ts';
import type { StreamKind, StreamRef } from './command-handler.ts';
import { roomStreamId } from './streams.ts';

const roomKind: StreamKind<RoomState, RoomEvent> = {
  initial: initialRoomState,
  snapshotSchemaVersion: 1,
  evolve: evolveRoom,
};

/** The stream of one show's room. */
export const roomStream = (shopId: ShopId, showId: ShowId): StreamRef<RoomState, RoomEvent> => ({
  streamId: roomStreamId(shopId, showId),
  kind: roomKind,
});
