/** A small picture of the show and when it holds, in seconds of the replay. */
export interface Thumbnail {
  readonly fromS: number;
  readonly untilS: number;
  /** As the track says it: relative to the track's own address. */
  readonly file: string;
}

const cue = /^(\d{2,}):(\d{2}):(\d{2}\.\d{3}) --> (\d{2,}):(\d{2}):(\d{2}\.\d{3})\n(t\d{1,12}\.jpg)$/gm;

const seconds = (hours = '', minutes = '', rest = ''): number =>
  Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);

/** Reads a track of pictures (WebVTT whose cues name files); what is something else is left out. Pure. */
export const readThumbnails = (track: string): readonly Thumbnail[] =>
  [...track.replaceAll('\r\n', '\n').matchAll(cue)].map(([, h1, m1, s1, h2, m2, s2, file = '']) => ({
    fromS: seconds(h1, m1, s1),
    untilS: seconds(h2, m2, s2),
    file,
  }));

/** The picture of a moment; before the first one and in gaps the nearest earlier or else the first. Pure. */
export const thumbnailAt = (thumbnails: readonly Thumbnail[], atS: number): Thumbnail | undefined =>
  thumbnails.findLast(({ fromS }) => fromS <= atS) ?? thumbnails[0];
