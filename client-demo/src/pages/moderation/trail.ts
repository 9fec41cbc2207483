import type { PersonView, RoomView, RulingView } from '#protocol/room-views.ts';

export type TrailKind = RulingView['kind'] | 'cleared';

/** One act in the audit trail: a ruling, or a message that somebody let through. */
export interface TrailEntry {
  readonly id: string;
  readonly kind: TrailKind;
  readonly by: PersonView;
  readonly person: PersonView;
  readonly atMs: number;
  readonly untilMs: number | null;
  readonly reason: string;
  /** What was written, as far as the room still holds it. */
  readonly texts: readonly string[];
  readonly messageCount: number;
  readonly undone: RulingView['undone'];
  /** What undoes it; null for what is no ruling. */
  readonly rulingId: string | null;
}

/** Who did what to whom, newest first. Pure. */
export const trailOf = (view: RoomView): readonly TrailEntry[] => {
  const textById = new Map(view.messages.map(({ messageId, text }) => [messageId, text]));
  const rulings = (view.rulings ?? []).map((ruling): TrailEntry => {
    const texts = ruling.messageIds.flatMap((id) => textById.get(id) ?? []);
    return { ...ruling, id: ruling.rulingId, texts, messageCount: ruling.messageIds.length };
  });
  const cleared = view.messages.flatMap(({ messageId, author, text, moderation }): readonly TrailEntry[] => {
    const clearing = moderation?.cleared ?? null;
    if (clearing === null) return [];
    const facts = { untilMs: null, reason: '', undone: null, rulingId: null, messageCount: 1 } as const;
    return [{ id: messageId, kind: 'cleared', ...clearing, person: author, texts: [text], ...facts }];
  });
  return [...rulings, ...cleared].toSorted((a, b) => b.atMs - a.atMs);
};

export interface TrailFilter {
  /** Person id of a moderator; empty for all. */
  readonly byId: string;
  readonly kind: TrailKind | 'all';
}

/** What a filter leaves of the trail. Pure. */
export const filterTrail = (
  entries: readonly TrailEntry[],
  { byId, kind }: TrailFilter,
): readonly TrailEntry[] =>
  entries.filter(
    (entry) => (byId === '' || entry.by.personId === byId) && (kind === 'all' || entry.kind === kind),
  );

/** Everybody who acted, by name, each once. Pure. */
export const actorsOf = (entries: readonly TrailEntry[]): readonly PersonView[] => {
  const byId = new Map(entries.map(({ by }) => [by.personId, by]));
  return [...byId.values()].toSorted((a, b) => a.name.localeCompare(b.name));
};
