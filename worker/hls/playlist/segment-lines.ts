import type { SegmentRecord } from '../publication.ts';
import type { Part } from '../packaging/segment.ts';

export function mapName(mapId: number): string {
  return `i${mapId}.mp4`;
}

export function segmentName(msn: number): string {
  return `s${msn}.m4s`;
}

export function partName(msn: number, part: number): string {
  return `p${msn}.${part}.m4s`;
}

/** Five decimals tell the ticks of 90 kHz; no zeros behind them. */
export function seconds(durationS: number): string {
  return String(Number(durationS.toFixed(5)));
}

export function dateLine(programMs: number): string {
  return `#EXT-X-PROGRAM-DATE-TIME:${new Date(programMs).toISOString()}\n`;
}

export function mapLine(mapId: number): string {
  return mapId < 0 ? '' : `#EXT-X-MAP:URI="${mapName(mapId)}"\n`;
}

/** How often a date stands in a playlist apart from where it leaps: within every delta update of 12 s there is one. */
const dateEverySegments = 5;

/** What of a segment's head differs from the segment before it. */
export interface SegmentHead {
  readonly hasMap: boolean;
  readonly hasDate: boolean;
}

/** Dates are rounded to ms, and sound is cut at its frames. */
const dateToleranceMs = 2;

/** A date stands where it does not follow from the one before it, and now and then. */
export function headOf(record: SegmentRecord, before: SegmentRecord | null): SegmentHead {
  if (before === null || record.isDiscontinuity) return { hasMap: true, hasDate: true };
  const leapMs = record.programMs - (before.programMs + before.durationS * 1000);
  return {
    hasMap: record.mapId !== before.mapId,
    hasDate: record.msn % dateEverySegments === 0 || Math.abs(leapMs) > dateToleranceMs,
  };
}

/** The tags that stand before a segment's first part (RFC 8216bis, 4.4.4.9). */
export function headLines(record: SegmentRecord, { hasMap, hasDate }: SegmentHead): string {
  const discontinuity = record.isDiscontinuity ? '#EXT-X-DISCONTINUITY\n' : '';
  return discontinuity + (hasMap ? mapLine(record.mapId) : '') + (hasDate ? dateLine(record.programMs) : '');
}

export function partLines(msn: number, parts: readonly Part[], from = 0): string {
  let text = '';
  for (let index = from; index < parts.length; index += 1) {
    const part = parts[index];
    if (part === undefined) continue;
    text += `#EXT-X-PART:DURATION=${seconds(part.durationS)},URI="${partName(msn, index)}"`;
    text += `${part.isIndependent ? ',INDEPENDENT=YES' : ''}${part.isGap ? ',GAP=YES' : ''}\n`;
  }
  return text;
}

export function segmentLines(record: SegmentRecord): string {
  const gap = record.isGap ? '#EXT-X-GAP\n' : '';
  return `${gap}#EXTINF:${seconds(record.durationS)},\n${segmentName(record.msn)}\n`;
}
