import { makesParts, videoRenditions, type VideoRendition } from '../renditions.ts';

/** How one picture is encoded where it cannot be copied. */
export interface Rung {
  /** Of the picture's shorter edge, in pixels; a smaller picture is never made larger. */
  readonly shortEdge: number;
  readonly framesPerSecond: number;
  readonly bitrateKbps: number;
}

export type Ladder = Readonly<Record<VideoRendition, Rung>>;

/** Under 15 frames a second players judge a rendition as stalled; over 60 nothing is gained. */
const frameRates = { least: 15, most: 60 };
/** What x264 still makes something of, and what one core still makes. */
const shortEdges = { least: 90, most: 2160 };
const bitrates = { least: 50, most: 20_000 };

/**
 * Reads HLS_LADDER: three rungs `<short edge>@<frames a second>:<kb/s>`, for high, middle and low.
 * Throws with a sentence for whoever set it; called at start-up.
 */
export function parseLadder(items: readonly string[]): Ladder {
  const [high, middle, low, ...others] = items.map(parseRung);
  if (high === undefined || middle === undefined || low === undefined || others.length > 0)
    throw new TypeError(`HLS_LADDER has ${items.length} rungs and must have 3`);
  for (const [upper, lower] of [
    [high, middle],
    [middle, low],
  ] as const) {
    if (lower.shortEdge > upper.shortEdge || lower.bitrateKbps > upper.bitrateKbps)
      throw new TypeError('HLS_LADDER must go from the largest picture to the smallest');
  }
  const ladder: Ladder = { high, middle, low };
  for (const name of videoRenditions) {
    const { framesPerSecond } = ladder[name];
    if (!makesParts(name, framesPerSecond))
      throw new TypeError(
        `HLS_LADDER has ${framesPerSecond} frames a second for ${name}, of which whole pictures make no part`,
      );
  }
  return ladder;
}

function parseRung(item: string): Rung {
  const found = /^(\d{2,4})@(\d{1,2}):(\d{2,5})$/.exec(item);
  if (found === null)
    throw new TypeError(`HLS_LADDER has "${item}" where something like 720@30:2000 is expected`);
  const [shortEdge = 0, framesPerSecond = 0, bitrateKbps = 0] = found.slice(1).map(Number);
  const isFine =
    within(shortEdge, shortEdges) && within(framesPerSecond, frameRates) && within(bitrateKbps, bitrates);
  if (!isFine || shortEdge % 2 === 1)
    throw new TypeError(
      `HLS_LADDER has "${item}": an even edge of 90-2160 px, 15-60 frames a second and 50-20000 kb/s are possible`,
    );
  return { shortEdge, framesPerSecond, bitrateKbps };
}

const within = (value: number, { least, most }: { readonly least: number; readonly most: number }): boolean =>
  value >= least && value <= most;
