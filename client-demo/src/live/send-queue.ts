import { signal, type ReadonlySignal } from '@preact/signals';
import type { CallError, Outcome } from './outcome.ts';
import { tableError } from './outcome.ts';
import type { OnItsWay, Outgoing, OutgoingStore, Progress } from './outgoing.ts';
import type { TimeSource } from './time-source.ts';

/**
 * Sends chat messages in the order they were written, each once, through losses of the connection and reloads.
 * For chat only: a bid is of its moment and is never queued (`isMomentary` of a request).
 */
export interface SendQueue {
  /** What the room does not have yet. */
  readonly list: ReadonlySignal<readonly OnItsWay[]>;
  /** The last refusal that was more than a lost connection; null after a message went through. */
  readonly lastRefusal: ReadonlySignal<CallError | null>;
  add(message: Outgoing): void;
  retry(messageId: string): void;
  discard(messageId: string): void;
  /** The connection is up (again): what waited for it goes on. */
  resume(): void;
  /** The room has these messages now. */
  arrived(has: (messageId: string) => boolean): void;
  close(): void;
}

export interface SendQueueOptions {
  readonly time: TimeSource;
  /** Server time. */
  readonly nowMs: () => number;
  readonly isOpen: () => boolean;
  /** Repeating it with the same message is harmless: the ids of message and command were made with it. */
  readonly post: (message: Outgoing) => Promise<Outcome<unknown>>;
  readonly store: OutgoingStore;
}

/** Who writes more than this without a connection writes a letter. */
export const maximumWaiting = 50;
/** What was written longer ago answers something that nobody talks about any more: its author decides. */
export const maximumAgeMs = 600_000;
/** An accepted message that never shows (the room was left, or moved on) is not kept for ever. */
const acceptedKeptMs = 5000;
/** Due times are the server's; a little later is surely not too early. */
const marginMs = 20;

const lostCodes: readonly string[] = ['offline', 'deadline-exceeded', 'server-draining', 'server-overloaded'];

const waitMsOf = ({ details, temporary, code }: CallError): number | null => {
  const waitMs = details?.['retryAfterMs'];
  // A timeout is for the person to wait out, not for the message.
  return temporary && typeof waitMs === 'number' && code !== 'person-timed-out' ? waitMs : null;
};

/** A refusal was an answer: after a reload the same is not sent again by itself. */
const isToKeep = ({ progress }: OnItsWay): boolean => progress.status !== 'failed' || progress.error === null;

const tooOld: Progress = { status: 'failed', error: null, mayRetry: true };

export const createSendQueue = (options: SendQueueOptions): SendQueue => {
  const { time, nowMs, isOpen, post, store } = options;
  const list = signal<readonly OnItsWay[]>([]);
  const lastRefusal = signal<CallError | null>(null);
  /** Accepted, and on show until the room brings them. */
  const accepted = new Set<string>();
  const timers = new Set<() => void>();
  let posting: string | undefined;
  let isClosed = false;
  let cancelDue: (() => void) | undefined;

  const set = (next: readonly OnItsWay[]) => {
    list.value = next;
    store.save(next.filter((one) => !accepted.has(one.messageId) && isToKeep(one)).map(withoutProgress));
  };
  const change = (messageId: string, progress: Progress) =>
    set(list.peek().map((one) => (one.messageId === messageId ? { ...one, progress } : one)));
  const remove = (messageId: string) => {
    accepted.delete(messageId);
    set(list.peek().filter((one) => one.messageId !== messageId));
  };
  const after = (delayMs: number, task: () => void) => {
    const cancel = time.after(delayMs, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
  };
  const refused = (messageId: string, error: CallError) => {
    const waitMs = waitMsOf(error);
    if (lostCodes.includes(error.code)) {
      // Over a connection that stands it is tried again in a while, otherwise with the next one.
      const untilMs = isOpen() ? nowMs() + 1000 + 1000 * time.random() : null;
      return change(messageId, { status: 'waiting', untilMs });
    }
    lastRefusal.value = error;
    if (waitMs === null) return change(messageId, { status: 'failed', error, mayRetry: error.temporary });
    change(messageId, { status: 'waiting', untilMs: nowMs() + waitMs });
  };
  const accept = (messageId: string) => {
    lastRefusal.value = null;
    accepted.add(messageId);
    set(list.peek());
    if (!isClosed) after(acceptedKeptMs, () => remove(messageId));
  };
  const send = async (message: OnItsWay) => {
    const { messageId } = message;
    posting = messageId;
    if (message.progress.status !== 'sending') change(messageId, { status: 'sending' });
    const outcome = await post(withoutProgress(message));
    posting = undefined;
    // Closed meanwhile: what is not known to have arrived stays in the store for the next page.
    if (isClosed && !outcome.ok) return;
    const isStillWanted = list.peek().some((one) => one.messageId === messageId);
    // An id that is taken was taken by us: an earlier try got through and its answer did not.
    if (outcome.ok || outcome.error.code === 'message-exists') accept(messageId);
    else if (isStillWanted) refused(messageId, outcome.error);
    pump();
  };
  /** Also without a connection, so that nobody believes it is still on its way. */
  const giveUpOld = () => {
    for (const { messageId, progress, writtenAtMs } of list.peek()) {
      const isWaiting = messageId !== posting && !accepted.has(messageId) && progress.status !== 'failed';
      if (isWaiting && nowMs() - writtenAtMs >= maximumAgeMs) change(messageId, tooOld);
    }
  };
  /** The first that still has to go, and only it: order is part of what is said. */
  const pump = () => {
    giveUpOld();
    const next = list
      .peek()
      .find(({ messageId, progress }) => !accepted.has(messageId) && progress.status !== 'failed');
    if (next === undefined || posting !== undefined || isClosed || !isOpen()) return;
    const { progress } = next;
    const dueInMs =
      progress.status === 'waiting' && progress.untilMs !== null ? progress.untilMs - nowMs() : 0;
    if (dueInMs <= 0) return void send(next);
    cancelDue?.();
    cancelDue = time.after(dueInMs + marginMs, pump);
  };
  const add = (message: Outgoing) => {
    const isFull = list.peek().length >= maximumWaiting;
    const full: Progress = { status: 'failed', error: tableError('rate-limited'), mayRetry: true };
    const open: Progress = isOpen() ? { status: 'sending' } : { status: 'waiting', untilMs: null };
    set([...list.peek(), { ...message, progress: isFull ? full : open }]);
    after(maximumAgeMs, pump);
    pump();
  };
  void store.adopt().then((found) => {
    const known = new Set(list.peek().map(({ messageId }) => messageId));
    const fresh = found.filter(({ messageId }) => !known.has(messageId));
    const left = fresh.map((one): OnItsWay => ({ ...one, progress: { status: 'waiting', untilMs: null } }));
    if (left.length > 0) set([...left, ...list.peek()].slice(0, maximumWaiting));
    pump();
  });

  return {
    list,
    lastRefusal,
    add,
    retry: (messageId) => {
      const message = list.peek().find((one) => one.messageId === messageId);
      if (message === undefined || message.progress.status !== 'failed') return;
      // Tried again by hand, it is of this moment and goes after what was written since.
      const progress: Progress = isOpen() ? { status: 'sending' } : { status: 'waiting', untilMs: null };
      const again: OnItsWay = { ...message, writtenAtMs: nowMs(), progress };
      set([...list.peek().filter((one) => one !== message), again]);
      after(maximumAgeMs, pump);
      pump();
    },
    discard: remove,
    resume: pump,
    arrived: (has) => {
      const left = list.peek().filter(({ messageId }) => !has(messageId));
      if (left.length === list.peek().length) return;
      for (const { messageId } of list.peek()) if (has(messageId)) accepted.delete(messageId);
      set(left);
    },
    close: () => {
      isClosed = true;
      cancelDue?.();
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
};

const withoutProgress = ({ progress: _, ...message }: OnItsWay): Outgoing => message;
