import type { MessageView, PersonView, RoomView, RulingView } from '#protocol/room-views.ts';

/** What a room knows of one author, for the card beside a message. */
export interface AuthorFacts {
  readonly person: PersonView;
  /** Oldest first; only what the room still holds. */
  readonly messages: readonly MessageView[];
  readonly removedCount: number;
  readonly reportCount: number;
  /** Of the oldest message the room still holds. */
  readonly firstSeenAtMs: number | null;
  /** Newest first. */
  readonly rulings: readonly RulingView[];
  /** The ruling that binds the author now. */
  readonly restriction: RulingView | null;
}

const isRestriction = ({ kind }: RulingView): boolean =>
  kind === 'ban' || kind === 'timeout' || kind === 'shadow';

/** The latest ruling that restricts the person, unless it ended or was undone. `rulings` newest first. Pure. */
export const restrictionOf = (rulings: readonly RulingView[], nowMs: number): RulingView | null => {
  const latest = rulings.find((ruling) => isRestriction(ruling) && ruling.undone === null);
  if (latest === undefined) return null;
  return latest.untilMs === null || latest.untilMs > nowMs ? latest : null;
};

/** Everything the room knows of a person. Pure. */
export const authorOf = (view: RoomView, person: PersonView, nowMs: number): AuthorFacts => {
  const messages = view.messages.filter(({ author }) => author.personId === person.personId);
  const rulings = (view.rulings ?? []).filter((ruling) => ruling.person.personId === person.personId);
  return {
    person,
    messages,
    removedCount: messages.filter(({ status }) => status === 'removed').length,
    reportCount: messages.reduce((sum, { moderation }) => sum + (moderation?.reports.length ?? 0), 0),
    firstSeenAtMs: messages[0]?.sentAtMs ?? null,
    rulings,
    restriction: restrictionOf(rulings, nowMs),
  };
};

export type HistoryEntry =
  | { readonly kind: 'message'; readonly atMs: number; readonly message: MessageView }
  | { readonly kind: 'ruling'; readonly atMs: number; readonly ruling: RulingView };

/** Messages and rulings of one author in one line of time, newest first. Pure. */
export const historyOf = ({ messages, rulings }: AuthorFacts): readonly HistoryEntry[] =>
  [
    ...messages.map((message) => ({ kind: 'message', atMs: message.sentAtMs, message }) as const),
    ...rulings.map((ruling) => ({ kind: 'ruling', atMs: ruling.atMs, ruling }) as const),
  ].toSorted((a, b) => b.atMs - a.atMs);
