import type { PersonId } from '#domain/ids.ts';
import type { Language } from '../messages/language.ts';

/** Where a parcel goes. `lines` as the person wrote them, without name, postal code and town. */
export interface PostalAddress {
  readonly lines: readonly string[];
  readonly postalCode: string;
  readonly town: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** How a person is reached. Personal: never in an event, never in a log. */
export interface Contact {
  readonly personId: PersonId;
  /** For a parcel or a receipt; the display name in the chat stands in the people store. */
  readonly name: string | null;
  /** Where mail goes, as the person wrote it; nobody proved that it is his. Where it is null, mail goes to `signInEmail`. */
  readonly email: string | null;
  /** The address this person proved to read, normalised: whoever reads it signs in as this person. One person each. */
  readonly signInEmail: string | null;
  /** E.164, `+4915112345678`. Several people may share one. */
  readonly phone: string | null;
  readonly address: PostalAddress | null;
  readonly language: Language;
  /** Whether notices that are not owed to him (outbid, second chance) may come by mail. */
  readonly wantsMail: boolean;
  /** The last time somebody saved it or signed in with it, ms since the epoch; retention counts from here. */
  readonly touchedAtMs: number;
}

/** A link that was mailed; only the SHA-256 of its secret is kept. */
export interface SignInRequest {
  readonly secretHash: string;
  /** Normalised. */
  readonly email: string;
  /** Who asked for it; only his browser takes a new address as its own. */
  readonly personId: PersonId;
  readonly language: Language;
  readonly expiresAtMs: number;
}

/**
 * Personal data beside the log, with a retention of its own, so that a person can be erased although the log is for
 * ever. Each method is atomic; what erases is on disk when it resolves. Adapters: storage/contacts (SQLite, memory,
 * Redis), one contract suite over all.
 */
export interface ContactStore {
  /** Replaces what was known. `signInEmail` is not changed by it; `bindEmail` does that. */
  save(contact: Omit<Contact, 'signInEmail'>): Promise<void>;
  find(personId: PersonId): Promise<Contact | undefined>;
  findMany(personIds: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Contact>>;
  /** Whose sign-in this normalised address is. */
  findByEmail(email: string): Promise<Contact | undefined>;
  /** Everybody with this E.164 number, at most 20, the last touched first. */
  findByPhone(phone: string): Promise<readonly Contact[]>;
  /**
   * Makes the normalised address the sign-in of a person, in place of one he had, unless it is somebody's: answers
   * whose it is then. One who has no contact yet gets one. Of two at the same time one wins, and both hear the same.
   */
  bindEmail(request: {
    readonly email: string;
    /** Whose it shall be, and what he starts with where nothing was known of him. */
    readonly fresh: Omit<Contact, 'signInEmail'>;
  }): Promise<PersonId>;
  /**
   * Notes that a guest is this person from now on. Answers whose he is then: a guest is one person's for ever, so of two
   * at the same time one wins, and both hear the same.
   */
  joinGuest(guestId: PersonId, personId: PersonId): Promise<PersonId>;
  /** Who a guest became. */
  joinedTo(guestId: PersonId): Promise<PersonId | undefined>;
  /** All guests that this person was, in no order. */
  guestsOf(personId: PersonId): Promise<readonly PersonId[]>;
  /** Removes the contact, whom the person was or became, and what the person asked to sign in with. */
  erase(personId: PersonId): Promise<void>;
  /** Erases contacts last touched before `beforeMs`, and requests that expired by `nowMs`. Answers how many contacts. */
  forgetBefore(beforeMs: number, nowMs: number): Promise<number>;

  addSignIn(request: SignInRequest): Promise<void>;
  /** Uses the request up; `undefined` when it is unknown, used or expired. */
  takeSignIn(secretHash: string, nowMs: number): Promise<SignInRequest | undefined>;
  close(): Promise<void>;
}
