import type { MessageStore, Settlement, StoredMessage } from '#application/messages/message-store.ts';
import { afterSettlement } from './settled.ts';

/** Forgets everything when the process ends; for tests. */
export function createMemoryMessageStore(maximumMessages: number): MessageStore {
  const messages = new Map<string, StoredMessage>();
  const makeRoom = (): boolean => {
    if (messages.size < maximumMessages) return true;
    const finished = [...messages.values()].filter(({ finishedAtMs }) => finishedAtMs !== null);
    const [oldest] = finished.sort((left, right) => Number(left.finishedAtMs) - Number(right.finishedAtMs));
    return oldest !== undefined && messages.delete(oldest.messageId);
  };
  return {
    async add(message, state) {
      if (messages.has(message.messageId)) return 'known';
      if (!makeRoom()) return 'full';
      const { createdAtMs } = message;
      const finishedAtMs = state === 'kept' ? createdAtMs : null;
      const kept = { state, attempts: 0, nextAttemptAtMs: createdAtMs, fault: null, finishedAtMs };
      messages.set(message.messageId, { ...message, ...kept });
      return 'added';
    },
    async takeDue({ nowMs, leaseMs, limit }) {
      const due = [...messages.values()]
        .filter(({ state, nextAttemptAtMs }) => state === 'queued' && nextAttemptAtMs <= nowMs)
        .sort((left, right) => left.nextAttemptAtMs - right.nextAttemptAtMs)
        .slice(0, limit)
        .map((found) => ({ ...found, attempts: found.attempts + 1, nextAttemptAtMs: nowMs + leaseMs }));
      due.forEach((taken) => messages.set(taken.messageId, taken));
      return due;
    },
    async settle({ messageId, attempts }, settlement: Settlement) {
      const found = messages.get(messageId);
      if (found?.state !== 'queued' || found.attempts !== attempts) return;
      messages.set(messageId, afterSettlement(found, settlement));
    },
    find: async (messageId) => messages.get(messageId),
    list: async (limit) =>
      [...messages.values()].sort((left, right) => right.createdAtMs - left.createdAtMs).slice(0, limit),
    countTo: async (recipient, kinds, sinceMs) =>
      [...messages.values()].filter(
        (message) =>
          message.recipient === recipient && kinds.includes(message.kind) && message.createdAtMs >= sinceMs,
      ).length,
    async eraseOf(personId, recipients) {
      for (const { messageId, personId: reader, recipient } of messages.values()) {
        const isHis = reader === personId || (recipient !== null && recipients.includes(recipient));
        if (isHis) messages.delete(messageId);
      }
    },
    async forgetBefore(beforeMs) {
      const old = [...messages.values()].filter(({ finishedAtMs }) => (finishedAtMs ?? beforeMs) < beforeMs);
      old.forEach(({ messageId }) => messages.delete(messageId));
      return old.length;
    },
    close: async () => undefined,
  };
}
