import type { StreamId } from '#domain/ids.ts';
import type { EventLog, RecordedEvent } from '../ports.ts';
import { BidChains, type StoredChains } from './bid-chain.ts';

/** Grows whenever a stored chain would no longer be read rightly; older ones are then folded anew. */
const schemaVersion = 1;
/** A start folds at most so many events before it can sign the first receipt. */
const saveEvery = 2_000;

export type SnapshotLog = Pick<EventLog, 'read' | 'loadSnapshot' | 'saveSnapshot'>;

/** No stream has this id. */
const storedAs = (streamId: StreamId): StreamId => `${streamId}-chains` as StreamId;

/**
 * The chains of an auction as they were last stored, or from the beginning. A log that lost its tail has another event at
 * that place, and then what was stored is void.
 */
export async function restoreChains(
  log: SnapshotLog,
  streamId: StreamId,
  showId: string,
): Promise<BidChains> {
  const stored = await log.loadSnapshot(storedAs(streamId));
  if (stored?.schemaVersion !== schemaVersion) return new BidChains(showId);
  const { version, eventId } = stored.position;
  const [event] = await log.read(streamId, version - 1, 1);
  if (event?.eventId !== eventId) return new BidChains(showId);
  // The schema version says that this is what `saveChains` wrote.
  return new BidChains(showId, stored.state as StoredChains);
}

/** Stores them now and then, so that no start reads a long history; a fault costs nothing but that. */
export async function saveChains(
  log: SnapshotLog,
  streamId: StreamId,
  chains: BidChains,
  { version, eventId }: RecordedEvent,
): Promise<void> {
  if (version % saveEvery !== 0) return;
  const state = chains.stored();
  await log.saveSnapshot(storedAs(streamId), { position: { version, eventId }, schemaVersion, state });
}
