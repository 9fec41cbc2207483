import type { PersonId } from '#domain/ids.ts';
import type { Language } from '../messages/language.ts';
import type { Contact } from './contact-store.ts';

/** The contact of somebody of whom nothing is known yet. */
export const freshContact = (
  personId: PersonId,
  language: Language,
  nowMs: number,
): Omit<Contact, 'signInEmail'> => ({
  personId,
  name: null,
  email: null,
  phone: null,
  address: null,
  language,
  wantsMail: true,
  touchedAtMs: nowMs,
});
