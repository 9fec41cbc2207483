import { signal, type ReadonlySignal } from '@preact/signals';
import type { CallError, Outcome } from '../live/outcome.ts';
import type { TimeSource } from '../live/time-source.ts';
import { errorText } from '../messages/error-text.ts';
import type { OnItsWay, Outgoing } from './room-source.ts';

/** Sends messages in the order they were written, each once, through losses of the connection. */
export interface SendQueue {
  readonly list: ReadonlySignal<readonly OnItsWay[]>;
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
  /** Repeating it with the same message is harmless: the command's id is the message's. */
  readonly post: (message: Outgoing) => Promise<Outcome<unknown>>;
}

/** Who writes more than this without a connection writes a letter. */
export const maximumWaiting = 20;
/** An accepted message that never shows (the room was left, or moved on) is not kept for ever. */
const acceptedKeptMs = 5000;

const waitMsOf = ({ details }: CallError): number | null => {
  const waitMs = details?.['retryAfterMs'];
  return typeof waitMs === 'number' ? waitMs : null;
};

const isLost = ({ code }: CallError): boolean =>
  code === 'offline' || code === 'deadline-exceeded' || code === 'server-draining';

export const createSendQueue = ({ time, nowMs, isOpen, post }: SendQueueOptions): SendQueue => {
  const list = signal<readonly OnItsWay[]>([]);
  const lastRefusal = signal<CallError | null>(null);
  const accepted = new Set<string>();
  const timers = new Set<() => void>();
  let isPosting = false;

  const change = (messageId: string, delivery: OnItsWay['delivery']) => {
    list.value = list.peek().map((one) => (one.messageId === messageId ? { ...one, delivery } : one));
  };
  const remove = (messageId: string) => {
    accepted.delete(messageId);
    list.value = list.peek().filter((one) => one.messageId !== messageId);
  };
  const after = (delayMs: number, task: () => void) => {
    const cancel = time.after(delayMs, () => {
      timers.delete(cancel);
      task();
    });
    timers.add(cancel);
  };
  const isDue = ({ messageId, delivery }: OnItsWay): boolean => {
    if (accepted.has(messageId) || delivery.status === 'failed') return false;
    return delivery.status === 'sending' || delivery.untilMs === null || delivery.untilMs <= nowMs();
  };
  const refused = (messageId: string, error: CallError) => {
    const waitMs = waitMsOf(error);
    lastRefusal.value = error;
    if (isLost(error)) return change(messageId, { status: 'waiting', untilMs: null });
    if (error.temporary && waitMs !== null && error.code !== 'person-timed-out') {
      change(messageId, { status: 'waiting', untilMs: nowMs() + waitMs });
      return after(waitMs + 20, pump);
    }
    change(messageId, { status: 'failed', reason: errorText(error), mayRetry: error.temporary });
  };
  const pump = () => {
    // The first that may go, unless an earlier one still waits for its time: order is part of the meaning.
    const next = list
      .peek()
      .find(({ messageId, delivery }) => !accepted.has(messageId) && delivery.status !== 'failed');
    if (isPosting || next === undefined || !isDue(next) || !isOpen()) return;
    const { messageId } = next;
    isPosting = true;
    if (next.delivery.status !== 'sending') change(messageId, { status: 'sending' });
    void post(next).then((outcome) => {
      isPosting = false;
      if (!outcome.ok && outcome.error.code !== 'message-exists') refused(messageId, outcome.error);
      else {
        lastRefusal.value = null;
        accepted.add(messageId);
        after(acceptedKeptMs, () => remove(messageId));
      }
      pump();
    });
  };
  return {
    list,
    lastRefusal,
    add: (message) => {
      const isFull = list.peek().length >= maximumWaiting;
      const delivery: OnItsWay['delivery'] = isFull
        ? { status: 'failed', reason: errorText({ code: 'rate-limited' }), mayRetry: true }
        : isOpen()
          ? { status: 'sending' }
          : { status: 'waiting', untilMs: null };
      list.value = [...list.peek(), { ...message, delivery }];
      pump();
    },
    retry: (messageId) => {
      change(messageId, { status: 'sending' });
      pump();
    },
    discard: remove,
    resume: pump,
    arrived: (has) => {
      for (const { messageId } of list.peek()) if (has(messageId)) remove(messageId);
    },
    close: () => {
      for (const cancel of timers) cancel();
    },
  };
};
