import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { ContactChange, ContactView } from '#protocol/buyer-views.ts';
import { readContact, saveContact } from '../../api/buyer-routes.ts';
import { useResource, type Resource } from '../../api/resource.ts';
import type { Outcome } from '../../live/outcome.ts';
import { spoken } from '../../messages/language.ts';
import { useLive } from '../../shell/live-context.ts';

/** A minute after another device changed something it shows here, too. */
const refreshEveryMs = 60_000;

export interface Account {
  readonly contact: Resource<ContactView>;
  /** The latest there is: what was saved here, else what was read. */
  readonly latest: ReadonlySignal<ContactView | undefined>;
  /** Keeps these changes with the rest as it is known, and the language on screen as his who reads. */
  save(change: Partial<ContactChange>): Promise<Outcome<ContactView>>;
}

/** What the shop knows of the person behind the tab. */
export const useAccount = (): Account => {
  const { session } = useLive();
  const latest = useSignal<ContactView | undefined>(undefined);
  const contact = useResource(async () => {
    const read = await readContact(session);
    if (read.ok) latest.value = read.value;
    return read;
  }, refreshEveryMs);
  return {
    contact,
    latest,
    save: async (change) => {
      const known = latest.value ?? emptyContact;
      const { signInEmail: _, ...kept } = known;
      const saved = await saveContact(session, { ...kept, language: spoken.value.language, ...change });
      if (saved.ok) latest.value = saved.value;
      return saved;
    },
  };
};

const emptyContact: ContactView = {
  name: null,
  email: null,
  signInEmail: null,
  phone: null,
  address: null,
  language: 'en',
  wantsMail: true,
};
