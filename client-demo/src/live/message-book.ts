import type { MessageView } from '#protocol/room-views.ts';

/** Messages of a room by sequence, changed in place; the oldest leave when there are more than may be kept. */
export interface MessageBook {
  /** `isCut`: older ones exist that are not given; a change of one of them is passed over from now on. */
  reset(messages: readonly MessageView[], maximum: number, isCut: boolean): void;
  /** New or changed: it stands at its sequence, in place of what stood there. */
  put(message: MessageView): void;
  remove(messageIds: readonly string[]): void;
  has(messageId: string): boolean;
  newestSequence(): number | undefined;
  /** Oldest first; the same array until something changes. */
  read(): readonly MessageView[];
}

export const createMessageBook = (): MessageBook => {
  let held: MessageView[] = [];
  let byId = new Map<string, MessageView>();
  let shown: readonly MessageView[] = held;
  let hasChanged = false;
  let maximum = 0;
  /** What is older than this is passed over, so that nothing comes back out of its context. */
  let floor = Number.NEGATIVE_INFINITY;
  let newest: number | undefined;

  /** Index of the first that stands at `sequence` or later. Nearly always the end, so it looks there first. */
  const placeOf = (sequence: number): number => {
    let low = 0;
    let high = held.length;
    const last = held.at(-1);
    if (last !== undefined && last.sequence < sequence) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((held[middle]?.sequence ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const letGo = () => {
    const gone = held.splice(0, Math.max(0, held.length - maximum));
    for (const { messageId } of gone) byId.delete(messageId);
    if (gone.length > 0) floor = held[0]?.sequence ?? floor;
  };
  return {
    reset: (messages, most, isCut) => {
      held = messages.toSorted((a, b) => a.sequence - b.sequence);
      byId = new Map(held.map((message) => [message.messageId, message]));
      maximum = most;
      floor = (isCut ? held[0]?.sequence : undefined) ?? Number.NEGATIVE_INFINITY;
      newest = held.at(-1)?.sequence;
      hasChanged = true;
      letGo();
    },
    put: (message) => {
      if (message.sequence < floor) return;
      const place = placeOf(message.sequence);
      const isThere = held[place]?.sequence === message.sequence;
      held.splice(place, isThere ? 1 : 0, message);
      byId.set(message.messageId, message);
      newest = Math.max(newest ?? message.sequence, message.sequence);
      hasChanged = true;
      letGo();
    },
    remove: (messageIds) => {
      const gone = messageIds.filter((messageId) => byId.delete(messageId));
      if (gone.length === 0) return;
      held = held.filter(({ messageId }) => byId.has(messageId));
      hasChanged = true;
    },
    has: (messageId) => byId.has(messageId),
    newestSequence: () => newest,
    read: () => {
      if (hasChanged) shown = held.slice();
      hasChanged = false;
      return shown;
    },
  };
};
