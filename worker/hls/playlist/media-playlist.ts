import type { Part } from '../packaging/segment.ts';
import type { PartPlace, SegmentRecord } from '../publication.ts';
import { renditionRules, targetDurationS, type RenditionName } from '../renditions.ts';
import {
  dateLine,
  headLines,
  headOf,
  mapLine,
  partLines,
  partName,
  seconds,
  segmentLines,
} from './segment-lines.ts';

/** EXT-X-SKIP and EXT-X-PART need 9 (RFC 8216bis, 8). */
const version = 9;
/** The least that 4.4.3.8 allows. */
const skipUntilS = 6 * targetDurationS;
/** Parts may leave a playlist when they are three target durations old (6.2.2). */
const partsS = 3 * targetDurationS;
/** 4.4.3.8 asks for three parts; a bit more, because a part comes some tens of ms late at times. */
const holdBackParts = 3.4;

/** One rendition's playlist as data: what is whole, and what grows. */
export interface MediaPlaylistState {
  readonly rendition: RenditionName;
  readonly lines: readonly SegmentText[];
  readonly firstMsn: number;
  readonly discontinuities: number;
  readonly open: { readonly record: SegmentRecord; readonly parts: readonly Part[] };
  readonly reports: readonly { readonly rendition: RenditionName; readonly last: PartPlace | null }[];
}

/** The lines of a whole segment, made once. */
export interface SegmentText {
  readonly record: SegmentRecord;
  readonly head: string;
  readonly parts: string;
  readonly body: string;
}

export function textOf(
  record: SegmentRecord,
  parts: readonly Part[],
  before: SegmentRecord | null,
): SegmentText {
  return {
    record,
    head: headLines(record, headOf(record, before)),
    parts: partLines(record.msn, parts),
    body: segmentLines(record),
  };
}

/** Full and delta text of one moment; the delta is the full one while there is too little to skip. */
export function renderMediaPlaylist(state: MediaPlaylistState): {
  readonly full: string;
  readonly delta: string;
} {
  const { lines, open } = state;
  const isBegun = open.parts.length > 0;
  let behindS = open.parts.reduce((sum, { durationS }) => sum + durationS, 0);
  const texts: string[] = [];
  let skipped = 0;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line === undefined) continue;
    // What is skipped ends before the boundary, so that a client that is 12 s old lacks nothing.
    if (skipped === 0 && behindS >= skipUntilS) skipped = index + 1;
    texts.push(line.head + (behindS < partsS ? line.parts : '') + line.body);
    behindS += line.record.durationS;
  }
  texts.reverse();
  const last = lines.at(-1)?.record ?? null;
  const openText = isBegun
    ? headLines(open.record, headOf(open.record, last)) + partLines(open.record.msn, open.parts)
    : '';
  const tail = `${openText}${hintLine(open)}${reportLines(state)}`;
  const head = headerLines(state);
  const full = `${head}${firstLines(lines[0])}${texts.join('')}${tail}`;
  if (skipped === 0) return { full, delta: full };
  const delta = `${head}#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}\n${texts.slice(skipped).join('')}${tail}`;
  return { full, delta };
}

function headerLines({ rendition, firstMsn, discontinuities }: MediaPlaylistState): string {
  const partS = renditionRules[rendition].partTargetMs / 1000;
  const holdBack = seconds(holdBackParts * partS);
  return (
    `#EXTM3U\n#EXT-X-VERSION:${version}\n#EXT-X-TARGETDURATION:${targetDurationS}\n` +
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${holdBack},CAN-SKIP-UNTIL=${skipUntilS}\n` +
    `#EXT-X-PART-INF:PART-TARGET=${seconds(partS)}\n#EXT-X-MEDIA-SEQUENCE:${firstMsn}\n` +
    `#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuities}\n`
  );
}

/** What the oldest segment took over from those that left. */
function firstLines(first: SegmentText | undefined): string {
  if (first === undefined) return '';
  const { record, head } = first;
  const map = head.includes('#EXT-X-MAP') ? '' : mapLine(record.mapId);
  return map + (head.includes('#EXT-X-PROGRAM-DATE-TIME') ? '' : dateLine(record.programMs));
}

function hintLine({ record, parts }: MediaPlaylistState['open']): string {
  return `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${partName(record.msn, parts.length)}"\n`;
}

function reportLines({ reports }: MediaPlaylistState): string {
  let text = '';
  for (const { rendition, last } of reports) {
    if (last === null) continue;
    text += `#EXT-X-RENDITION-REPORT:URI="../${rendition}/live.m3u8",LAST-MSN=${last.msn},LAST-PART=${last.part}\n`;
  }
  return text;
}
