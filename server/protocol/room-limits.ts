/** How many messages a snapshot of a room holds at most for the public; nobody scrolls further back in a live show. */
export const publicSnapshotMessages = 100;
