import { open, readFile } from 'node:fs/promises';
import { readTrackInit } from '../fmp4/track-init.ts';
import type { TrackInit } from '../frames.ts';
import { SegmentRate } from '../packaging/segment-rate.ts';
import type { ReplayTrack } from './replay-playlist.ts';
import { renditionNames, renditionRules, type RenditionName } from '../renditions.ts';
import { readLine, type StoredPicture, type StoredSegment } from './record-line.ts';
import { timelineOf, type ReplaySegment, type ReplayTimeline } from './replay-timeline.ts';
import type { ShowFolder } from './show-folder.ts';

/** What a record file says belongs to the replay. */
interface Records {
  readonly segments: readonly StoredSegment[];
  readonly pictures: readonly StoredPicture[];
}

/** Line by line, so that a worker with live shows goes on between them. No file: nothing was kept. */
export async function readRecords(folder: ShowFolder): Promise<Records> {
  const segments: StoredSegment[] = [];
  const pictures: StoredPicture[] = [];
  const handle = await open(folder.records, 'r').catch(() => null);
  if (handle === null) return { segments, pictures };
  // The stream closes the file behind itself.
  for await (const line of handle.readLines()) {
    const read = readLine(line);
    if (read?.kind === 'segment' && read.segment.isKept) segments.push(read.segment);
    if (read?.kind === 'picture' && read.picture.isKept) pictures.push(read.picture);
  }
  return { segments, pictures };
}

/** From the records and from what is really there. */
export async function readTimeline(
  folder: ShowFolder,
  segments: readonly StoredSegment[],
): Promise<ReplayTimeline> {
  const there = new Map<RenditionName, ReadonlySet<number>>();
  for (const name of renditionNames) there.set(name, await folder.segments(name));
  return timelineOf(segments, (name, msn) => there.get(name)?.has(msn) === true);
}

/** Codecs and sizes are read from the maps, rates are measured over the segments. Null: no map can be read. */
export async function describeTrack(
  folder: ShowFolder,
  name: RenditionName,
  segments: readonly ReplaySegment[],
): Promise<ReplayTrack | null> {
  const mapIds = new Set(segments.flatMap(({ mapId }) => mapId ?? []));
  const inits: TrackInit[] = [];
  for (const mapId of mapIds) {
    const bytes = await readFile(folder.map(name, mapId)).catch(() => null);
    const init = bytes === null ? null : initOf(bytes);
    if (init !== null) inits.push(init);
  }
  if (inits.length === 0) return null;
  return {
    name,
    codecs: [...new Set(inits.map(({ codec }) => codec))],
    size: largest(inits),
    framesPerSecond: renditionRules[name].kind === 'video' ? frameRateOf(segments) : null,
    ...rateOf(segments),
  };
}

function initOf(bytes: Buffer): TrackInit | null {
  const ftypBytes = bytes.length < 8 ? 0 : bytes.readUInt32BE(0);
  if (ftypBytes < 8 || ftypBytes >= bytes.length) return null;
  return readTrackInit(bytes.subarray(0, ftypBytes), bytes.subarray(ftypBytes));
}

function largest(inits: readonly TrackInit[]): TrackInit['size'] {
  return inits.reduce<TrackInit['size']>((most, { size }) => {
    if (size === null || most === null) return size ?? most;
    return size.width * size.height > most.width * most.height ? size : most;
  }, null);
}

function frameRateOf(segments: readonly ReplaySegment[]): number | null {
  const whole = segments.filter(({ isGap, frames, durationS }) => !isGap && frames > 0 && durationS > 0);
  if (whole.length === 0) return null;
  const durationS = whole.reduce((sum, segment) => sum + segment.durationS, 0);
  return whole.reduce((sum, { frames }) => sum + frames, 0) / durationS;
}

function rateOf(segments: readonly ReplaySegment[]): { peakBps: number; averageBps: number } {
  const rate = new SegmentRate();
  for (const segment of segments) {
    if (segment.isGap) rate.interrupt();
    else rate.add(segment);
  }
  return rate;
}
