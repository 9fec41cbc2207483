import { Agent } from 'node:https';
import { randomIds } from '#application/id-source.ts';
import { createEmailSignIn, type EmailSignIn } from '#application/identity/email-sign-in.ts';
import { createDelivery } from '#application/messages/delivery.ts';
import { createNotifier } from '#application/messages/notices.ts';
import type { Notifier } from '#application/messages/notifier.ts';
import { createPublicAgent } from '#application/messages/public-address.ts';
import { createSmtpMailer } from '#application/messages/smtp-mailer.ts';
import { createWebPushSender } from '#application/messages/web-push-sender.ts';
import type { Config } from '#config/load.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Foundation } from '../foundation/foundation.ts';
import type { Ground } from './ground.ts';

/** What tells people things: whoever writes to them, and where they are said to reach us. */
export interface Messaging {
  readonly notifier: Notifier;
  readonly signIn: EmailSignIn;
  readonly sendsMail: boolean;
  /** Where people reach this shop, without a slash at the end; waits until the server listens. */
  readonly origin: () => Promise<string>;
  /** The server listens: links can be written, and what waits in the outbox goes out. */
  start(origin: OriginOf): void;
}

/** Where people reach this shop, without a slash at the end; by the address they used if it is one of ours. */
type OriginOf = (preferred: string | undefined) => string;

type Stores = Pick<Foundation, 'contacts' | 'messages' | 'subscriptions' | 'pushKeys'>;

const pushTimeoutMs = 10_000;
const forgetEveryMs = 3_600_000;

/** Opens the way out for messages; nothing leaves before `start`. */
export function openMessages(ground: Ground, stores: Stores): Messaging {
  const { config, logger, shutdown } = ground;
  const sendsMail = config.smtpUrl !== '';
  const listening = Promise.withResolvers<OriginOf>();
  const origin = async (preferred?: string): Promise<string> => (await listening.promise)(preferred);
  const delivery = createDelivery({
    ...stores,
    mailer: sendsMail ? createSmtpMailer({ url: config.smtpUrl, from: config.mailFrom }) : undefined,
    push: createWebPushSender({
      keys: stores.pushKeys,
      contact: pushContactOf(config),
      agent: config.pushPrivate ? new Agent() : createPublicAgent(),
      timeoutMs: pushTimeoutMs,
    }),
    nowMs: Date.now,
    onError: (error) => {
      // The store is away: told where it is watched, and the messages wait in it.
      if (error instanceof Refusal) logger.debug({ code: error.code }, 'the outbox waits');
      else logger.error({ err: error }, 'a message could not be sent');
    },
  });
  shutdown.add('messages on their way', () => delivery.close());
  const timeZone = config.mailTimeZone === '' ? machineTimeZone() : config.mailTimeZone;
  const { wake } = delivery;
  const writing = { ...stores, sendsMail, wake, origin, timeZone, nowMs: Date.now };
  return {
    notifier: createNotifier({
      ...writing,
      onFull: (kind) => logger.warn({ kind }, 'the outbox is full; a message was dropped'),
    }),
    signIn: createEmailSignIn({ ...writing, ids: randomIds }),
    sendsMail,
    origin: () => origin(),
    start(said) {
      listening.resolve(said);
      delivery.start();
      forgetOld(ground, stores);
    },
  };
}

/** Contacts that nobody used for long, and messages that are long finished: now and every hour. */
function forgetOld({ config, logger, shutdown }: Ground, { contacts, messages }: Stores): void {
  const forget = async (): Promise<void> => {
    const nowMs = Date.now();
    await contacts.forgetBefore(nowMs - config.contactKeepMs, nowMs);
    await messages.forgetBefore(nowMs - config.outboxKeepMs);
  };
  const forgetLater = (): void => {
    forget().catch((error: unknown) => logger.warn({ err: error }, 'old contacts could not be forgotten'));
  };
  forgetLater();
  const timer = setInterval(forgetLater, forgetEveryMs).unref();
  shutdown.add('forgetting contacts', () => clearInterval(timer));
}

const machineTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** RFC 8292 asks for a way to reach the sender; some push services refuse without one. */
function pushContactOf({ pushContact, mailFrom, publicOrigins }: Config): string {
  if (pushContact !== '') return pushContact;
  const [, address = mailFrom] = /<([^<>]+)>$/.exec(mailFrom) ?? [];
  if (address !== '') return `mailto:${address}`;
  const origin = publicOrigins.find((candidate) => candidate.startsWith('https:'));
  return origin ?? 'mailto:operator@popstage.example';
}
