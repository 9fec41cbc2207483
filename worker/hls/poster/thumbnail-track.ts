/** One picture and since when it holds, in seconds from the beginning of what is played. */
export interface Thumbnail {
  readonly number: number;
  readonly atS: number;
}

/** WebVTT whose cues name pictures instead of saying words: an image per entry, each until the next. Pure. */
export function thumbnailTrack(thumbnails: readonly Thumbnail[], endS: number): string {
  const order = [...thumbnails].sort((a, b) => a.atS - b.atS);
  const cues = order.flatMap(({ number, atS }, index) => {
    const untilS = order[index + 1]?.atS ?? endS;
    // Two pictures of one moment: the later counts. A cue of no length is none (WebVTT, section 4.4).
    if (clock(untilS) <= clock(atS)) return [];
    return [`${clock(atS)} --> ${clock(untilS)}\nt${number}.jpg\n`];
  });
  return ['WEBVTT\n', ...cues].join('\n');
}

/** hh:mm:ss.ttt; hours are always written. */
function clock(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const part = (value: number, digits: number): string => String(Math.trunc(value)).padStart(digits, '0');
  return `${part(ms / 3_600_000, 2)}:${part((ms / 60_000) % 60, 2)}:${part((ms / 1000) % 60, 2)}.${part(ms % 1000, 3)}`;
}
