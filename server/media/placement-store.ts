/** Where a stage lives. `incarnation` only grows; a worker refuses whoever comes with a smaller one. */
export interface Placement {
  readonly showId: string;
  /** Name of the worker's address. */
  readonly worker: string;
  readonly incarnation: number;
}

/** Port: one placement a show, changed by compare-and-set, shared by all servers that share workers. */
export interface PlacementStore {
  read(showId: string): Promise<Placement | null>;
  /** Writes `next` if the record still has `expectedIncarnation` (null: there is none). Answers whether it did. */
  replace(next: Placement, expectedIncarnation: number | null): Promise<boolean>;
  close(): void;
}

/** For tests, and for one server whose worker ends with it. */
export function memoryPlacements(): PlacementStore {
  const placements = new Map<string, Placement>();
  return {
    read: async (showId) => placements.get(showId) ?? null,
    replace: async (next, expectedIncarnation) => {
      if ((placements.get(next.showId)?.incarnation ?? null) !== expectedIncarnation) return false;
      placements.set(next.showId, next);
      return true;
    },
    close: () => undefined,
  };
}
