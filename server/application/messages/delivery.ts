import type { Mailer, SendOutcome } from './mailer.ts';
import type { MessageStore, Settlement, StoredMessage } from './message-store.ts';
import type { PushSender } from './push-sender.ts';
import type { PushSubscriptionRecord, PushSubscriptionStore } from './push-subscription-store.ts';

export interface DeliveryDeps {
  readonly messages: Pick<MessageStore, 'takeDue' | 'settle'>;
  readonly subscriptions: Pick<PushSubscriptionStore, 'of' | 'remove'>;
  /** Undefined where no mail server is set; then mail is never queued. */
  readonly mailer: Mailer | undefined;
  readonly push: PushSender;
  readonly nowMs: () => number;
  /** The store is away or an attempt broke; what was due is tried again later. */
  readonly onError: (error: unknown) => void;
}

/** Takes messages out of the outbox to whoever carries them on. */
export interface Delivery {
  /** Sends everything that is due; resolves when nothing is. One at a time: a call meanwhile joins the one that runs. */
  run(): Promise<void>;
  /** Something was queued: look soon. */
  wake(): void;
  /** Looks by itself from now on: for what is due again, and for what a server that died left behind. */
  start(): void;
  /** No more is begun; resolves when what runs has ended. */
  close(): Promise<void>;
}

/** Longer than an attempt can take: mail 60 s (smtp-mailer.ts), a push 10 s for each of ten browsers at once. */
const leaseMs = 120_000;
const atOnce = 4;
const lookEveryMs = 5000;
/** Mail servers that greylist want some minutes, and one that is down is mended within a day (RFC 5321, 4.5.4.1). */
const retryAfterMs = [30_000, 120_000, 600_000, 3_600_000, 14_400_000, 43_200_000];

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { messages, nowMs, onError } = deps;
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isClosed = false;
  let timer: ReturnType<typeof setInterval> | undefined;

  const deliver = async (message: StoredMessage): Promise<void> => {
    const outcome = message.expiresAtMs <= nowMs() ? expired : await attempt(deps, message);
    await messages.settle(message, settlementOf(outcome, message, nowMs()));
  };
  const deliverAll = async (): Promise<void> => {
    while (!isClosed) {
      isWanted = false;
      const due = await messages.takeDue({ nowMs: nowMs(), leaseMs, limit: atOnce });
      await Promise.all(due.map(deliver));
      // What was queued meanwhile may have come after the look.
      if (due.length === 0 && !isWanted) return;
    }
  };
  const run = (): Promise<void> => {
    running ??= deliverAll().finally(() => (running = undefined));
    return running;
  };
  const wake = (): void => {
    isWanted = true;
    if (!isClosed) run().catch(onError);
  };
  return {
    run,
    wake,
    start() {
      timer ??= setInterval(wake, lookEveryMs).unref();
      wake();
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await running?.catch(onError);
      deps.mailer?.close();
      deps.push.close();
    },
  };
}

const expired: SendOutcome = { outcome: 'refused', fault: 'expired' };

async function attempt(deps: DeliveryDeps, message: StoredMessage): Promise<SendOutcome> {
  if (message.channel === 'push') return pushToAll(deps, message);
  const { recipient, html } = message;
  if (recipient === null || html === null) return { outcome: 'refused', fault: 'no-recipient' };
  // The setting went after this was queued: it waits for it to come back.
  if (deps.mailer === undefined) return { outcome: 'later', fault: 'no-mail-server' };
  return deps.mailer.send({ ...message, recipient, html });
}

/** One browser that has it is enough: to push to the others again would tell the first twice. */
async function pushToAll(
  { subscriptions, push, nowMs }: DeliveryDeps,
  message: StoredMessage,
): Promise<SendOutcome> {
  const { personId, subject, text, link, language, kind } = message;
  const payload = { title: subject, body: text, link, language, tag: `${kind} ${link}` };
  const lifeMs = message.expiresAtMs - nowMs();
  const pushOne = async (subscription: PushSubscriptionRecord): Promise<SendOutcome> => {
    const told = await push.send(subscription, payload, lifeMs);
    if (told.outcome !== 'gone') return told;
    await subscriptions.remove(personId, subscription.endpoint);
    return { outcome: 'refused', fault: 'gone' };
  };
  const outcomes = await Promise.all((await subscriptions.of(personId)).map(pushOne));
  const best = (['accepted', 'later', 'refused'] as const)
    .map((wanted) => outcomes.find(({ outcome }) => outcome === wanted))
    .find((found) => found !== undefined);
  return best ?? { outcome: 'refused', fault: 'no-browser' };
}

function settlementOf(outcome: SendOutcome, { attempts }: StoredMessage, atMs: number): Settlement {
  if (outcome.outcome === 'accepted') return { state: 'sent', atMs };
  const { fault } = outcome;
  const waitMs = outcome.outcome === 'later' ? retryAfterMs[attempts - 1] : undefined;
  if (waitMs === undefined) return { state: 'failed', atMs, fault };
  return { state: 'queued', nextAttemptAtMs: atMs + waitMs, fault };
}
