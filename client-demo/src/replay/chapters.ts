/** A stretch of the replay that was shown without a break, and when. */
export interface Span {
  readonly startS: number;
  readonly durationS: number;
  /** Server time of its first frame. */
  readonly programMs: number;
}

export interface Chapter {
  readonly atS: number;
  readonly title: string;
}

/** Where in the replay a moment of the show is; null where it was not kept. Pure. */
export const positionOf = (spans: readonly Span[], atMs: number): number | null => {
  for (const { startS, durationS, programMs } of spans) {
    const offsetS = (atMs - programMs) / 1000;
    if (offsetS >= 0 && offsetS < durationS) return startS + offsetS;
  }
  return null;
};

interface Lot {
  readonly title: string;
  readonly current: { readonly openedAtMs: number; readonly isRehearsal: boolean } | null;
}

/** A chapter for each lot that was opened while the replay was kept, in the order of the show. Pure. */
export const chaptersOf = (spans: readonly Span[], lots: readonly Lot[]): readonly Chapter[] =>
  lots
    .flatMap(({ title, current }) => {
      const atS = current === null || current.isRehearsal ? null : positionOf(spans, current.openedAtMs);
      return atS === null ? [] : [{ atS, title }];
    })
    .toSorted((a, b) => a.atS - b.atS);

/** The chapter that runs at a moment. Pure. */
export const chapterAt = (chapters: readonly Chapter[], atS: number): Chapter | undefined =>
  chapters.findLast((chapter) => chapter.atS <= atS);
