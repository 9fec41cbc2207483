import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { assertNever } from '#domain/decision.ts';
import type { PersonId, ShowId } from '#domain/ids.ts';
import type { Contact, ContactStore } from '../contacts/contact-store.ts';
import { parseEmail } from '../contacts/email-address.ts';
import { compose } from './compose.ts';
import { defaultLanguage } from './language.ts';
import type { MessageChannel, MessageKind, MessageStore, OutgoingMessage } from './message-store.ts';
import type { Notice, NoticeContent, NoticeKind, Notifier } from './notifier.ts';
import type { PushSubscriptionStore } from './push-subscription-store.ts';

export interface NoticesDeps {
  readonly contacts: Pick<ContactStore, 'find' | 'joinedTo'>;
  readonly subscriptions: Pick<PushSubscriptionStore, 'of'>;
  readonly messages: Pick<MessageStore, 'add' | 'countTo'>;
  /** Whether there is a mail server; without one mail is kept for the operator. */
  readonly sendsMail: boolean;
  /** Something was queued. */
  readonly wake: () => void;
  /** Where people reach this shop, without a slash at the end. */
  readonly origin: () => Promise<string>;
  /** IANA name of the zone that times are written in. */
  readonly timeZone: string;
  readonly nowMs: () => number;
  /** A message had to be dropped because the outbox holds nothing but what still waits. */
  readonly onFull: (kind: MessageKind) => void;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What is said after that is no news any more. Where the notice names its own end, that one counts. */
const lifeMs: Readonly<Record<NoticeKind, number>> = {
  outbid: 15 * minuteMs,
  won: 3 * dayMs,
  'payment-due': 3 * dayMs,
  'payment-failed': 3 * dayMs,
  'second-chance': dayMs,
  'order-placed': 7 * dayMs,
  'pick-up-ready': 7 * dayMs,
};
/** The others are owed to whoever buys, and no setting turns them off. */
const optional: readonly NoticeKind[] = ['outbid', 'second-chance'];
/** In a bidding war a mail for each bid helps nobody; a push is enough, and the page says all. */
const outbidMailEveryMs = 10 * minuteMs;
/** Nobody proves a typed address: more than this in an hour would be somebody else's mailbox being filled. */
const mailsPerHour = 30;
const noticeKinds = Object.keys(lifeMs) as NoticeKind[]; // Object.keys forgets that these are the table's names.

/**
 * In a bidding war most are guests whom no message reaches: they are not looked up for each bid. One who subscribes
 * meanwhile hears of being outbid so much later.
 */
const unreachableMs = 10_000;
const maximumUnreachable = 10_000;

/** The same cause tells the same person the same thing once per channel. */
export const messageIdOf = (
  causeId: string,
  kind: MessageKind,
  channel: MessageChannel,
  personId: PersonId,
): string =>
  createHash('sha256').update(`${causeId} ${kind} ${channel} ${personId}`).digest('base64url').slice(0, 40);

/** Writes notices into the outbox, on the channels each person has. See `Notifier`. */
export function createNotifier(deps: NoticesDeps): Notifier {
  const { contacts, subscriptions, messages, sendsMail, nowMs } = deps;
  const unreachable = new LRUCache<PersonId, true>({
    max: maximumUnreachable,
    ttl: unreachableMs,
    // Time is what the caller says, at every look.
    perf: { now: nowMs },
    ttlResolution: 0,
  });
  const put = async (message: OutgoingMessage, state: 'queued' | 'kept'): Promise<void> => {
    const added = await messages.add(message, state);
    if (added === 'full') deps.onFull(message.kind);
    if (added === 'added' && state === 'queued') deps.wake();
  };
  return {
    async notify(asked) {
      const { personId: toldId, content } = asked;
      const isOfTheMoment = content.kind === 'outbid';
      if (isOfTheMoment && unreachable.has(toldId)) return;
      // A guest who signed in later is reached where the person is whom he became.
      const personId = (await contacts.joinedTo(toldId)) ?? toldId;
      const notice = { ...asked, personId };
      const contact = await contacts.find(personId);
      // A browser that was the guest's may be told under his name still; it is one person's only.
      const pushedIds = await withBrowsers(subscriptions, new Set([personId, toldId]));
      if (contact === undefined && pushedIds.length === 0) return void unreachable.set(toldId, true);
      const origin = await deps.origin();
      const write = (channel: MessageChannel, recipient: string | null, to = notice): OutgoingMessage =>
        written(to, { channel, recipient, contact, origin, deps });
      for (const pushedId of pushedIds)
        await put(write('push', null, { ...asked, personId: pushedId }), 'queued');
      const recipient = contact === undefined ? undefined : mailAddressOf(contact, notice.content.kind);
      if (recipient === undefined) return;
      if (await isTooMuch(messages, recipient, notice.content.kind, nowMs())) return;
      await put(write('mail', recipient), sendsMail ? 'queued' : 'kept');
    },
  };
}

async function withBrowsers(
  subscriptions: NoticesDeps['subscriptions'],
  personIds: Iterable<PersonId>,
): Promise<readonly PersonId[]> {
  const found: PersonId[] = [];
  for (const personId of personIds) if ((await subscriptions.of(personId)).length > 0) found.push(personId);
  return found;
}

function mailAddressOf(contact: Contact, kind: NoticeKind): string | undefined {
  if (!contact.wantsMail && optional.includes(kind)) return undefined;
  // As everybody who writes it in another way is counted: the limits below are the address's.
  return contact.email === null ? (contact.signInEmail ?? undefined) : parseEmail(contact.email).normalised;
}

async function isTooMuch(
  messages: Pick<MessageStore, 'countTo'>,
  recipient: string,
  kind: NoticeKind,
  nowMs: number,
): Promise<boolean> {
  if ((await messages.countTo(recipient, noticeKinds, nowMs - hourMs)) >= mailsPerHour) return true;
  return kind === 'outbid' && (await messages.countTo(recipient, ['outbid'], nowMs - outbidMailEveryMs)) > 0;
}

function written(
  { personId, content, causeId, showId, path }: Notice,
  to: {
    readonly channel: MessageChannel;
    readonly recipient: string | null;
    readonly contact: Contact | undefined;
    readonly origin: string;
    readonly deps: NoticesDeps;
  },
): OutgoingMessage {
  const { channel, recipient, contact, origin, deps } = to;
  const language = contact?.language ?? defaultLanguage;
  const link = `${origin}${path ?? pageOf(content.kind, showId)}`;
  const { subject, short, text, html } = compose(content, link, { language, timeZone: deps.timeZone });
  const createdAtMs = deps.nowMs();
  return {
    messageId: messageIdOf(causeId, content.kind, channel, personId),
    channel,
    kind: content.kind,
    personId,
    recipient,
    language,
    subject,
    text: channel === 'push' ? short : text,
    html: channel === 'push' ? null : html,
    link,
    createdAtMs,
    expiresAtMs: endOf(content) ?? createdAtMs + lifeMs[content.kind],
  };
}

/** Where a bidder looks at what happened: while it goes on in the show, afterwards among his orders. */
function pageOf(kind: NoticeKind, showId: ShowId | null): string {
  if (kind !== 'outbid' && kind !== 'second-chance') return '/orders';
  return showId === null ? '/' : `/watch/${showId}`;
}

function endOf(content: NoticeContent): number | null {
  switch (content.kind) {
    case 'second-chance':
      return content.untilMs;
    case 'won':
    case 'payment-due':
    case 'payment-failed':
      return content.payByMs;
    case 'outbid':
    case 'order-placed':
    case 'pick-up-ready':
      return null;
    default:
      return assertNever(content);
  }
}
