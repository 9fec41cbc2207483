import type { Live } from '../live/live.ts';
import { browserTabStorage, createOutgoingStore, type TabStorage } from '../live/outgoing-store.ts';
import { forgetfulStore, type OutgoingStore } from '../live/outgoing.ts';

/** One per tab: it stands for the tab. */
let ofTab: TabStorage | undefined;

/** Where messages of whoever is signed in now wait through a reload; ready as soon as it is known who that is. */
export const ownStore = (live: Live, showId: string): OutgoingStore => {
  const storage = (ofTab ??= browserTabStorage());
  const store = live.session
    .ensure()
    .then((who) => (who.ok ? createOutgoingStore(storage, showId, who.value.personId) : forgetfulStore));
  return {
    adopt: async () => (await store).adopt(),
    save: (messages) => void store.then((ready) => ready.save(messages)),
  };
};
