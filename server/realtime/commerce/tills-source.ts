import type { Application, Reading } from '#application/application.ts';
import type { Lease } from '#domain/ledger/ledger.ts';
import type { TillsState } from '#domain/till/till.ts';
import { followThrough } from '../channels/follow-through.ts';
import type { LiveSource } from '../channels/live-reading.ts';

/** The tills, and what of the stock they were handed: that stands in the ledger, appended together with their events. */
export interface TillsAndLeases extends Pick<TillsState, 'tills' | 'cashiers'> {
  readonly leases: readonly Lease[];
}

export type TillsChange = Reading<TillsAndLeases>;

/** The place is that of the tills; the ledger is read after them, so it is never behind. */
export function tillsSource(
  application: Pick<Application, 'read' | 'follow' | 'streams'>,
): LiveSource<TillsAndLeases, TillsChange> {
  const { streams } = application;
  const withLeases = async ({ state, position }: Reading<TillsState>): Promise<TillsChange> => {
    const { leases } = (await application.read(streams.ledger)).state;
    return { state: { tills: state.tills, cashiers: state.cashiers, leases }, position };
  };
  return {
    name: 'tills',
    read: async () => withLeases(await application.read(streams.tills)),
    follow: (after, listener, onLost) =>
      followThrough(
        (hear, lose) => application.follow(streams.tills, after, hear, lose),
        withLeases,
        listener,
        onLost,
      ),
  };
}
