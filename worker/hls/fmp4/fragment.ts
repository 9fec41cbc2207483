import type { Frame } from '../frames.ts';
import { boxesIn, findBox } from './box.ts';
import type { WholeBox } from './box-splitter.ts';
import { ByteCursor } from './byte-cursor.ts';

/** ffmpeg writes one frame a fragment; thousands would be rubbish that takes memory. */
const mostFrames = 4096;
const nonSyncFlag = 0x10000;

interface SampleDefaults {
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly flags: number;
}

interface Sample {
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly flags: number;
  readonly compositionTicks: number;
}

interface Run {
  /** From the first byte of `moof`; null: behind the run before. */
  readonly dataOffset: number | null;
  readonly samples: readonly Sample[];
}

/** `trex` of ISO/IEC 14496-12, 8.8.3; null when it is broken. Without one every fragment has to say it all. */
export function readTrackDefaults(moov: Buffer): SampleDefaults | null {
  const body = findBox(moov.subarray(8), ['mvex', 'trex']);
  if (body === null) return { durationTicks: 0, sizeBytes: 0, flags: 0 };
  const fields = new ByteCursor(body).skip(12);
  const defaults = { durationTicks: fields.u32(), sizeBytes: fields.u32(), flags: fields.u32() };
  return fields.isOverrun ? null : defaults;
}

/** The frames of one fragment with one track, in order of decoding; null when it cannot be understood. */
export function readFragment(
  moof: WholeBox,
  mdat: WholeBox,
  trackDefaults: SampleDefaults,
): readonly Frame[] | null {
  const tracks = boxesIn(moof.bytes.subarray(moof.headerBytes))?.filter(({ type }) => type === 'traf') ?? [];
  const boxes = tracks.length === 1 && tracks[0] !== undefined ? boxesIn(tracks[0].body) : null;
  const header = boxes?.find(({ type }) => type === 'tfhd');
  const time = boxes?.find(({ type }) => type === 'tfdt');
  if (!boxes || header === undefined || time === undefined) return null;
  const defaults = readFragmentDefaults(header.body, trackDefaults);
  const beginTicks = readTime(time.body);
  if (defaults === null || beginTicks === null) return null;
  const runs: Run[] = [];
  for (const box of boxes) {
    const run = box.type === 'trun' ? readRun(box.body, defaults) : undefined;
    if (run === null) return null;
    if (run !== undefined) runs.push(run);
  }
  return framesOf(runs, beginTicks, mdat.bytes, {
    // Offsets count from `moof` (default-base-is-moof); `mdat` stands right behind it.
    mdatAt: moof.bytes.length,
    dataAt: mdat.headerBytes,
  });
}

/** 8.8.7 */
function readFragmentDefaults(tfhd: Buffer, track: SampleDefaults): SampleDefaults | null {
  const fields = new ByteCursor(tfhd);
  const flags = fields.u32() & 0xffffff;
  fields.skip(4);
  if ((flags & 0x1) !== 0) return null;
  if ((flags & 0x2) !== 0) fields.skip(4);
  const defaults = {
    durationTicks: (flags & 0x8) !== 0 ? fields.u32() : track.durationTicks,
    sizeBytes: (flags & 0x10) !== 0 ? fields.u32() : track.sizeBytes,
    flags: (flags & 0x20) !== 0 ? fields.u32() : track.flags,
  };
  return fields.isOverrun ? null : defaults;
}

/** 8.8.12 */
function readTime(tfdt: Buffer): number | null {
  const fields = new ByteCursor(tfdt);
  const version = fields.u8();
  fields.skip(3);
  const ticks = version === 1 ? fields.u64() : fields.u32();
  return fields.isOverrun ? null : ticks;
}

/** 8.8.8. Composition offsets are read as signed in both versions: ffmpeg wrote signed ones in version 0, too. */
function readRun(trun: Buffer, defaults: SampleDefaults): Run | null {
  const fields = new ByteCursor(trun);
  const flags = fields.u32() & 0xffffff;
  const count = fields.u32();
  if (count > mostFrames) return null;
  const dataOffset = (flags & 0x1) !== 0 ? fields.i32() : null;
  const firstFlags = (flags & 0x4) !== 0 ? fields.u32() : null;
  const samples: Sample[] = [];
  for (let index = 0; index < count && !fields.isOverrun; index += 1) {
    const ownDefaultFlags = index === 0 && firstFlags !== null ? firstFlags : defaults.flags;
    samples.push({
      durationTicks: (flags & 0x100) !== 0 ? fields.u32() : defaults.durationTicks,
      sizeBytes: (flags & 0x200) !== 0 ? fields.u32() : defaults.sizeBytes,
      flags: (flags & 0x400) !== 0 ? fields.u32() : ownDefaultFlags,
      compositionTicks: (flags & 0x800) !== 0 ? fields.i32() : 0,
    });
  }
  return fields.isOverrun ? null : { dataOffset, samples };
}

function framesOf(
  runs: readonly Run[],
  beginTicks: number,
  mdat: Buffer,
  { mdatAt, dataAt }: { readonly mdatAt: number; readonly dataAt: number },
): readonly Frame[] | null {
  const frames: Frame[] = [];
  let decodeTicks = beginTicks;
  let at = dataAt;
  for (const run of runs) {
    if (run.dataOffset !== null) at = run.dataOffset - mdatAt;
    for (const { durationTicks, sizeBytes, flags, compositionTicks } of run.samples) {
      if (at < dataAt || at + sizeBytes > mdat.length || frames.length >= mostFrames) return null;
      const isKey = (flags & nonSyncFlag) === 0;
      const data = mdat.subarray(at, at + sizeBytes);
      frames.push({ decodeTicks, durationTicks, compositionTicks, isKey, data });
      at += sizeBytes;
      decodeTicks += durationTicks;
    }
  }
  return frames;
}
