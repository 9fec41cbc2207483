import type { PersonId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import { parseDisplayName } from '../identity/display-name.ts';
import { defaultLanguage } from '../messages/language.ts';
import type { IdSource, PeopleStore } from '../ports.ts';
import type { ContactStore } from './contact-store.ts';
import { freshContact } from './fresh-contact.ts';
import { parsePhone } from './phone-number.ts';

export interface PaddleGuestsDeps {
  readonly contacts: Pick<ContactStore, 'save'>;
  readonly people: Pick<PeopleStore, 'save'>;
  readonly ids: IdSource;
  readonly nowMs: () => number;
}

/**
 * Makes a person of somebody in the room who bids with a paddle: no session, no browser, only a name or a phone number
 * for the till. Refuses with `phone-invalid` and `name-invalid`, and with `contact-missing` where both are empty.
 */
export async function makePaddleGuest(
  { contacts, people, ids, nowMs }: PaddleGuestsDeps,
  guest: { readonly name: string; readonly phone: string },
): Promise<PersonId> {
  if (guest.name.trim() === '' && guest.phone.trim() === '')
    throw new Refusal('contact-missing', { field: 'name' });
  const phone = guest.phone.trim() === '' ? null : parsePhone(guest.phone);
  // Who leaves a number only is called by its end, as receipts and waiting lists do.
  const name = parseDisplayName(guest.name.trim() === '' ? `… ${phone?.slice(-3) ?? ''}` : guest.name);
  // A fresh id is the only maker of a person's.
  const personId = ids.next() as PersonId;
  const createdAtMs = nowMs();
  await people.save({ personId, displayName: name, createdAtMs });
  await contacts.save({ ...freshContact(personId, defaultLanguage, createdAtMs), name, phone });
  return personId;
}
