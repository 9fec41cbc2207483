/** How far somebody has come in one replay. */
interface Mark {
  readonly showId: string;
  readonly atS: number;
}

const key = 'popstage.replays';
/** The latest ones; who watches more than so many at a time finds his place by hand. */
const keptMarks = 20;
/** So near to the beginning or the end there is no place to go back to. */
const edgeS = 10;

/** What storage holds, as far as it can be read. Pure. */
export const readMarks = (text: string | null): readonly Mark[] => {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isMark) : [];
  } catch {
    return [];
  }
};

const isMark = (value: unknown): value is Mark => {
  if (typeof value !== 'object' || value === null) return false;
  const { showId, atS }: { showId?: unknown; atS?: unknown } = value;
  return typeof showId === 'string' && typeof atS === 'number' && atS > 0;
};

/** The marks with this one as the latest; without it where there is no place to go back to. Pure. */
export const withMark = (marks: readonly Mark[], mark: Mark, durationS: number): readonly Mark[] => {
  const others = marks.filter(({ showId }) => showId !== mark.showId);
  const isWorthIt =
    mark.atS >= Math.min(edgeS, durationS / 4) && mark.atS <= durationS - Math.min(edgeS, durationS / 4);
  return isWorthIt ? [...others, mark].slice(-keptMarks) : others;
};

/** Seconds from the beginning; null where this device has not begun, or has seen the end. */
export const rememberedS = (showId: string): number | null =>
  readMarks(localStorage.getItem(key)).find((mark) => mark.showId === showId)?.atS ?? null;

export const remember = (showId: string, atS: number, durationS: number): void => {
  const marks = withMark(readMarks(localStorage.getItem(key)), { showId, atS: Math.floor(atS) }, durationS);
  localStorage.setItem(key, JSON.stringify(marks));
};
