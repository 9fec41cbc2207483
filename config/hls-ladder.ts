/** How one picture is encoded where it cannot be copied. */
export interface Rung {
  /** Of the picture's shorter edge, in pixels; a smaller picture is never made larger. */
  readonly shortEdge: number;
  readonly framesPerSecond: number;
  readonly bitrateKbps: number;
}

export interface Ladder {
  readonly high: Rung;
  readonly middle: Rung;
  readonly low: Rung;
}

/** What x264 still makes something of, and what one core still makes. */
const shortEdges = { least: 90, most: 2160 };
/** Under 15 frames a second players judge a rendition as stalled; over 60 nothing is gained. */
const frameRates = { least: 15, most: 60 };
const bitrates = { least: 50, most: 20_000 };
/** Of the two upper rungs: whole pictures make no part of 213 to 250 ms (RFC 8216bis, 4.4.4.9). */
const ratesWithoutParts: ReadonlySet<number> = new Set([15, 19]);

/**
 * Three rungs `<short edge>@<frames a second>:<kb/s>`, for high, middle and low.
 * Throws a `TypeError` whose message says what is expected.
 */
export function parseLadder(items: readonly string[]): Ladder {
  const [high, middle, low, ...others] = items.map(parseRung);
  if (high === undefined || middle === undefined || low === undefined || others.length > 0)
    throw new TypeError(`3 rungs, not ${items.length}`);
  for (const [upper, lower] of [
    [high, middle],
    [middle, low],
  ] as const) {
    if (lower.shortEdge > upper.shortEdge || lower.bitrateKbps > upper.bitrateKbps)
      throw new TypeError('rungs from the largest picture to the smallest');
    if (ratesWithoutParts.has(upper.framesPerSecond))
      throw new TypeError(`another rate than ${[...ratesWithoutParts].join(' or ')} for high and middle`);
  }
  return { high, middle, low };
}

function parseRung(item: string): Rung {
  const found = /^(\d{2,4})@(\d{1,2}):(\d{2,5})$/.exec(item);
  if (found === null) throw new TypeError(`rungs like 720@30:2000, not "${item}"`);
  const [shortEdge = 0, framesPerSecond = 0, bitrateKbps = 0] = found.slice(1).map(Number);
  const isFine =
    within(shortEdge, shortEdges) && within(framesPerSecond, frameRates) && within(bitrateKbps, bitrates);
  if (!isFine || shortEdge % 2 === 1)
    throw new TypeError(`an even edge of 90-2160 px, 15-60 frames a second and 50-20000 kb/s, not "${item}"`);
  return { shortEdge, framesPerSecond, bitrateKbps };
}

const within = (value: number, { least, most }: { readonly least: number; readonly most: number }): boolean =>
  value >= least && value <= most;
