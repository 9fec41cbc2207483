import type { MessageView, RoomView } from '#protocol/room-views.ts';

/** Why a message waits for a moderator; the most urgent reason wins. */
export const queueReasons = ['held', 'reported', 'flagged'] as const;
export type QueueReason = (typeof queueReasons)[number];
export type QueueTab = 'all' | QueueReason;

export interface QueueItem {
  readonly message: MessageView;
  readonly reason: QueueReason;
}

/** Why this message waits, or null when nobody needs to look at it. Pure. */
export const reasonOf = (message: MessageView): QueueReason | null => {
  if (message.status === 'held') return 'held';
  const moderation = message.moderation;
  if (moderation === undefined || message.status === 'removed') return null;
  if (moderation.reports.length > 0) return 'reported';
  // A shadowed message is seen by its author alone: its flags can wait for ever.
  const isOpen = moderation.flags.length > 0 && moderation.cleared === null;
  return isOpen && message.status === 'shown' ? 'flagged' : null;
};

/**
 * What waits, the most urgent first: held messages because their authors wait, then reported ones because the
 * room sees them, then flagged ones. Within a class the oldest first: nobody is overtaken. Pure.
 */
export const queueOf = (messages: readonly MessageView[]): readonly QueueItem[] => {
  const items = messages.flatMap((message) => {
    const reason = reasonOf(message);
    return reason === null ? [] : [{ message, reason }];
  });
  return items.toSorted(
    (a, b) =>
      queueReasons.indexOf(a.reason) - queueReasons.indexOf(b.reason) ||
      a.message.sequence - b.message.sequence,
  );
};

/** How many wait on each tab. Pure. */
export const countsOf = (items: readonly QueueItem[]): Readonly<Record<QueueTab, number>> => {
  const counts = { all: items.length, held: 0, reported: 0, flagged: 0 };
  for (const { reason } of items) counts[reason] += 1;
  return counts;
};

/** What stands on one tab. Pure. */
export const onTab = (items: readonly QueueItem[], tab: QueueTab): readonly QueueItem[] =>
  tab === 'all' ? items : items.filter(({ reason }) => reason === tab);

/** The neighbour `step` rows on, stopping at the ends; the first one when nothing is selected. Pure. */
export const neighbourOf = (ids: readonly string[], current: string | null, step: 1 | -1): string | null => {
  const at = current === null ? -1 : ids.indexOf(current);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
};

/**
 * What is selected after `gone` left the list: whatever takes its place, else the last one. `before` is the
 * list with it, `after` the list without. Pure.
 */
export const successorOf = (
  before: readonly string[],
  after: readonly string[],
  gone: string,
): string | null => {
  const at = before.indexOf(gone);
  const left = new Set(after);
  const following = before.slice(at + 1).find((id) => left.has(id));
  return following ?? after.at(-1) ?? null;
};

/** Who took a message off the queue, and how; null when it simply fell out of the room. Pure. */
export const handledBy = (
  view: RoomView,
  messageId: string,
): { readonly personId: string; readonly name: string; readonly how: 'removed' | 'cleared' } | null => {
  const message = view.messages.find((candidate) => candidate.messageId === messageId);
  if (message === undefined) return null;
  if (message.status === 'removed') {
    const ruling = view.rulings?.find(({ rulingId }) => rulingId === message.moderation?.rulingId);
    return ruling === undefined ? null : { ...pick(ruling.by), how: 'removed' };
  }
  const by = message.moderation?.cleared?.by;
  return by === undefined ? null : { ...pick(by), how: 'cleared' };
};

const pick = ({ personId, name }: { readonly personId: string; readonly name: string }) => ({
  personId,
  name,
});
