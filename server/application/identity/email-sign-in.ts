import { createHash, randomBytes } from 'node:crypto';
import type { PersonId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import type { ContactStore } from '../contacts/contact-store.ts';
import { parseEmail } from '../contacts/email-address.ts';
import { freshContact } from '../contacts/fresh-contact.ts';
import { compose } from '../messages/compose.ts';
import type { Language } from '../messages/language.ts';
import type { MessageStore } from '../messages/message-store.ts';
import type { IdSource } from '../ports.ts';
import type { StoredSession } from './credential-store.ts';
import type { GrantedSession } from './identity.ts';
import { hashLinkSecret } from './magic-links.ts';
import { findBySecret, freshPersonId, openSession, type SessionDeps } from './sessions.ts';

/** Long enough for slow mail, short enough that a forgotten one opens nothing. */
const linkLifeMs = 20 * 60_000;
/** A person who mistrusts his connection asks three times; more would fill somebody else's mailbox. */
const mostAsked = { count: 5, withinMs: 15 * 60_000 };

export interface EmailSignIn {
  /**
   * Mails a link that signs in whoever reads it. Resolves alike for addresses that are known and that are not.
   * Refuses with `email-invalid`, with `rate-limited` what was asked for this address too often on all servers, and
   * with `server-overloaded` while the outbox is full.
   */
  ask(request: {
    readonly email: string;
    readonly language: Language;
    readonly personId: PersonId;
    /** Where his page came from; the link leads back there if that is an address of ours. */
    readonly origin: string | undefined;
  }): Promise<void>;
}

export interface EmailSignInDeps {
  readonly contacts: Pick<ContactStore, 'addSignIn'>;
  readonly messages: Pick<MessageStore, 'add' | 'countTo'>;
  readonly sendsMail: boolean;
  readonly wake: () => void;
  /** Where people reach this shop, by the address they used if it is one of ours. */
  readonly origin: (preferred: string | undefined) => Promise<string>;
  readonly timeZone: string;
  readonly ids: IdSource;
  readonly nowMs: () => number;
}

export function createEmailSignIn(deps: EmailSignInDeps): EmailSignIn {
  const { contacts, messages, nowMs } = deps;
  return {
    async ask({ email, language, personId, origin }) {
      const { normalised } = parseEmail(email);
      const createdAtMs = nowMs();
      const asked = await messages.countTo(normalised, ['sign-in'], createdAtMs - mostAsked.withinMs);
      if (asked >= mostAsked.count) throw new Refusal('rate-limited', { retryAfterMs: mostAsked.withinMs });
      // 256 bits: cannot be guessed, so a plain hash is enough to keep.
      const secret = randomBytes(32).toString('base64url');
      const expiresAtMs = createdAtMs + linkLifeMs;
      const secretHash = hashLinkSecret(secret);
      await contacts.addSignIn({ secretHash, email: normalised, personId, language, expiresAtMs });
      // In the fragment: browsers never send it, so no log and no proxy sees the secret.
      const link = `${await deps.origin(origin)}/enter#${secret}`;
      const format = { language, timeZone: deps.timeZone };
      const { subject, text, html } = compose({ kind: 'sign-in', untilMs: expiresAtMs }, link, format);
      const added = await messages.add(
        {
          messageId: deps.ids.next(),
          channel: 'mail',
          kind: 'sign-in',
          personId,
          recipient: normalised,
          language,
          subject,
          text,
          html,
          link,
          createdAtMs,
          expiresAtMs,
        },
        deps.sendsMail ? 'queued' : 'kept',
      );
      if (added === 'full') throw new Refusal('server-overloaded', { retryAfterMs: 60_000 });
      if (deps.sendsMail) deps.wake();
    },
  };
}

/**
 * Signs in by a link that was mailed, as a viewer whom the shop knows. An address that is somebody's makes the browser
 * his. One that is nobody's yet becomes that of the person who asked, but only in the browser that asked: a stranger
 * who mails his own link to somebody else must not get that person's account, and who asks with somebody else's
 * address must not share an account with its reader. Everywhere else it begins a person of its own. Where the browser
 * that asked had bought or bid as a guest, those become his, too.
 */
export async function openByEmail(
  deps: SessionDeps,
  request: {
    readonly linkSecret: string;
    readonly name: string | undefined;
    readonly previousSecret: string | undefined;
  },
): Promise<GrantedSession> {
  const { linkSecret, name, previousSecret } = request;
  const asked = await deps.contacts.takeSignIn(hashLinkSecret(linkSecret), deps.nowMs());
  if (asked === undefined) throw new Refusal('link-invalid');
  const previous = await findBySecret(deps, previousSecret);
  const isAsker = previous?.personId === asked.personId;
  // A guest who is somebody's already does not become somebody else.
  const isFree = isAsker && (await deps.contacts.joinedTo(asked.personId)) === undefined;
  const candidate = isFree ? asked.personId : freshPersonId(deps);
  const fresh = freshContact(candidate, asked.language, deps.nowMs());
  const personId = await deps.contacts.bindEmail({ email: asked.email, fresh });
  if (isFree && previous !== undefined) await joinGuest(deps, previous, personId);
  const granted = await openSession(deps, {
    role: 'viewer',
    showId: null,
    // No link that an operator gave, but as good: whoever has one is known to the shop.
    linkId: `mail-${createHash('sha256').update(linkSecret).digest('base64url').slice(0, 32)}`,
    name,
    previousSecret,
    personId,
  });
  if (previous === undefined || previous.personId === personId) return granted;
  return { ...granted, grant: { ...granted.grant, previousPersonId: previous.personId } };
}

/**
 * What a guest bid and bought becomes the person's who proved the address. Only where the same browser asked for the
 * link and opened it, so that it holds both the guest's session and the mailbox: a link that somebody else asked for
 * must give him nothing of whoever opens it. Whoever has an address of his own, or works here, is no guest.
 */
async function joinGuest(
  { contacts }: SessionDeps,
  previous: Pick<StoredSession, 'personId' | 'role'>,
  personId: PersonId,
): Promise<void> {
  if (previous.personId === personId || previous.role !== 'viewer') return;
  const contact = await contacts.find(previous.personId);
  if ((contact?.signInEmail ?? null) === null) await contacts.joinGuest(previous.personId, personId);
}
