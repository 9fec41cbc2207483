import type { PersonId } from '#domain/ids.ts';
import type { Language } from '../messages/language.ts';
import { defaultLanguage } from '../messages/language.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { PushSubscriptionStore } from '../messages/push-subscription-store.ts';
import type { PaymentProvider } from '../payment/payment-provider.ts';
import type { PeopleStore } from '../ports.ts';
import type { Contact, ContactStore, PostalAddress } from './contact-store.ts';
import { parseEmail } from './email-address.ts';
import { freshContact } from './fresh-contact.ts';
import { parsePhone } from './phone-number.ts';

/** What a person may say about himself. */
export interface ContactWish {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: PostalAddress | null;
  readonly language: Language;
  readonly wantsMail: boolean;
}

export interface BuyerContactsDeps {
  readonly contacts: Pick<ContactStore, 'find' | 'save' | 'erase' | 'guestsOf'>;
  readonly subscriptions: Pick<PushSubscriptionStore, 'eraseOf'>;
  readonly messages: Pick<MessageStore, 'eraseOf'>;
  readonly people: Pick<PeopleStore, 'erase'>;
  readonly payment: Pick<PaymentProvider, 'forgetBuyer'>;
  readonly nowMs: () => number;
}

/** A person's own data, in his own hands. */
export interface BuyerContacts {
  /** What is known; an empty contact for whom nothing is. */
  read(personId: PersonId): Promise<Contact>;
  /** Refuses with `email-invalid` and `phone-invalid`. Answers as it was kept: trimmed, the number as E.164. */
  save(personId: PersonId, wish: ContactWish): Promise<Contact>;
  /** In which language somebody without a contact reads. */
  noteLanguage(personId: PersonId, language: Language): Promise<void>;
  /**
   * Of the person and of the guests he was before he signed in: removes name, contact, browsers to push to, what was written to this person and the methods he saved at the
   * payment provider. Events keep the bare id, and sessions go on without a name. Not atomic: what fails is said, and
   * erasing again finishes it.
   */
  erase(personId: PersonId): Promise<void>;
}

export function createBuyerContacts(deps: BuyerContactsDeps): BuyerContacts {
  const { contacts, nowMs } = deps;
  const read = async (personId: PersonId): Promise<Contact> =>
    (await contacts.find(personId)) ?? {
      ...freshContact(personId, defaultLanguage, nowMs()),
      signInEmail: null,
    };
  return {
    read,
    async save(personId, wish) {
      await contacts.save({ ...parseWish(wish), personId, touchedAtMs: nowMs() });
      return read(personId);
    },
    async noteLanguage(personId, language) {
      if ((await contacts.find(personId)) !== undefined) return;
      await contacts.save(freshContact(personId, language, nowMs()));
    },
    async erase(personId) {
      for (const guestId of await contacts.guestsOf(personId)) {
        await deps.subscriptions.eraseOf(guestId);
        await deps.messages.eraseOf(guestId, addressesOf(await contacts.find(guestId)));
        await deps.people.erase(guestId);
        await deps.payment.forgetBuyer(guestId);
        // Last, because it also forgets whose guest he was.
        await contacts.erase(guestId);
      }
      await deps.subscriptions.eraseOf(personId);
      await deps.messages.eraseOf(personId, addressesOf(await contacts.find(personId)));
      await contacts.erase(personId);
      await deps.people.erase(personId);
      // Last, because it is the one that goes over the net.
      await deps.payment.forgetBuyer(personId);
    },
  };
}

/** Others may have asked for a link to his mailbox before it was known to be his. */
const addressesOf = (contact: Contact | undefined): readonly string[] => {
  const typed = contact?.email ?? null;
  const addresses = [contact?.signInEmail ?? null, typed === null ? null : parseEmail(typed).normalised];
  return addresses.filter((address) => address !== null);
};

function parseWish({ name, email, phone, address, language, wantsMail }: ContactWish): ContactWish {
  const hasText = (text: string | null): text is string => text !== null && oneLine(text) !== '';
  return {
    name: hasText(name) ? oneLine(name) : null,
    email: hasText(email) ? parseEmail(email).written : null,
    phone: hasText(phone) ? parsePhone(phone) : null,
    address: address === null ? null : tidyAddress(address),
    language,
    wantsMail,
  };
}

const tidyAddress = ({ lines, postalCode, town, country }: PostalAddress): PostalAddress => ({
  lines: lines.map(oneLine).filter((line) => line !== ''),
  postalCode: oneLine(postalCode),
  town: oneLine(town),
  country,
});

/** Labels and mails are made of it: no line breaks, no characters that only steer. */
const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
