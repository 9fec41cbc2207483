import type { Frame } from '../frames.ts';

/** ISO/IEC 14496-12, 8.8.3.1: depends on no other sample; or depends on some and is no sync sample. */
const keyFlags = 0x02000000;
const nonKeyFlags = 0x01010000;

const moofHeadBytes = 8 + 16 + 8;
const tfdtBytes = 20;
const trackId = 1;

const field = {
  offset: 0x1,
  firstFlags: 0x4,
  duration: 0x100,
  size: 0x200,
  flags: 0x400,
  composition: 0x800,
};
const fragment = { duration: 0x8, size: 0x10, flags: 0x20, baseIsMoof: 0x20000 };

/** What frames say alike stands once in `tfhd`; only what differs between them stands in `trun`. */
interface Layout {
  readonly durationTicks: number | null;
  readonly sizeBytes: number | null;
  readonly flags: number | null;
  readonly firstFlags: number | null;
  readonly hasComposition: boolean;
}

/**
 * One part: a `moof` with one run of samples and its `mdat` (ISO/IEC 14496-12, 8.8; CMAF chunk without `styp`), in as
 * few bytes as they can be told: some 100 and four a frame. The times of the frames follow from the first one's and the
 * durations; whoever calls sees to it that they do.
 *
 * @param frames - One at least, in order of decoding.
 * @param sequence - Counts the fragments of a track upwards.
 */
export function writePart(frames: readonly Frame[], sequence: number): Buffer {
  const layout = layoutOf(frames);
  const perFrame = [layout.durationTicks, layout.sizeBytes, layout.flags].filter((value) => value === null);
  const fieldsBytes = 4 * (perFrame.length + (layout.hasComposition ? 1 : 0));
  const tfhdBytes = 16 + 4 * (3 - perFrame.length);
  const trunBytes = 20 + (layout.firstFlags === null ? 0 : 4) + fieldsBytes * frames.length;
  const moofBytes = moofHeadBytes + tfhdBytes + tfdtBytes + trunBytes;
  const mdatBytes = 8 + frames.reduce((sum, { data }) => sum + data.length, 0);
  const writer = new Writer(moofBytes + mdatBytes);

  writer.box(moofBytes, 'moof');
  writer.box(16, 'mfhd').u32(0).u32(sequence);
  writer.box(8 + tfhdBytes + tfdtBytes + trunBytes, 'traf');
  writeTfhd(writer, tfhdBytes, layout);
  writer
    .box(tfdtBytes, 'tfdt')
    .u32(0x01000000)
    .u64(frames[0]?.decodeTicks ?? 0);
  writeTrun(writer, trunBytes, layout, frames, moofBytes + 8);
  writer.box(mdatBytes, 'mdat');
  for (const { data } of frames) writer.append(data);
  return writer.bytes;
}

function flagsOf({ isKey }: Frame): number {
  return isKey ? keyFlags : nonKeyFlags;
}

function layoutOf(frames: readonly Frame[]): Layout {
  const [first, second] = frames;
  const isLike = (value: (frame: Frame) => number, others: readonly Frame[] = frames) => {
    const sample = others[0];
    return sample !== undefined && others.every((frame) => value(frame) === value(sample));
  };
  const areFlagsAlike = isLike(flagsOf);
  const isOnlyFirstApart = !areFlagsAlike && isLike(flagsOf, frames.slice(1));
  return {
    durationTicks: first !== undefined && isLike((frame) => frame.durationTicks) ? first.durationTicks : null,
    sizeBytes: first !== undefined && isLike(({ data }) => data.length) ? first.data.length : null,
    flags: defaultFlags(areFlagsAlike ? first : isOnlyFirstApart ? second : undefined),
    firstFlags: isOnlyFirstApart && first !== undefined ? flagsOf(first) : null,
    hasComposition: frames.some(({ compositionTicks }) => compositionTicks !== 0),
  };
}

function defaultFlags(frame: Frame | undefined): number | null {
  return frame === undefined ? null : flagsOf(frame);
}

function writeTfhd(
  writer: Writer,
  sizeBytes: number,
  { durationTicks, sizeBytes: each, flags }: Layout,
): void {
  const has =
    fragment.baseIsMoof |
    (durationTicks === null ? 0 : fragment.duration) |
    (each === null ? 0 : fragment.size) |
    (flags === null ? 0 : fragment.flags);
  writer.box(sizeBytes, 'tfhd').u32(has).u32(trackId);
  for (const value of [durationTicks, each, flags]) if (value !== null) writer.u32(value);
}

function writeTrun(
  writer: Writer,
  sizeBytes: number,
  layout: Layout,
  frames: readonly Frame[],
  dataOffset: number,
): void {
  const has =
    field.offset |
    (layout.firstFlags === null ? 0 : field.firstFlags) |
    (layout.durationTicks === null ? field.duration : 0) |
    (layout.sizeBytes === null ? field.size : 0) |
    (layout.flags === null ? field.flags : 0) |
    (layout.hasComposition ? field.composition : 0);
  // Version 1: composition offsets have a sign.
  writer
    .box(sizeBytes, 'trun')
    .u32(0x01000000 | has)
    .u32(frames.length)
    .u32(dataOffset);
  if (layout.firstFlags !== null) writer.u32(layout.firstFlags);
  for (const frame of frames) {
    if (layout.durationTicks === null) writer.u32(frame.durationTicks);
    if (layout.sizeBytes === null) writer.u32(frame.data.length);
    if (layout.flags === null) writer.u32(flagsOf(frame));
    if (layout.hasComposition) writer.u32(frame.compositionTicks >>> 0);
  }
}

class Writer {
  readonly bytes: Buffer;
  #at = 0;

  constructor(sizeBytes: number) {
    this.bytes = Buffer.allocUnsafe(sizeBytes);
  }

  box(sizeBytes: number, type: string): this {
    this.u32(sizeBytes);
    this.#at += this.bytes.write(type, this.#at, 'latin1');
    return this;
  }

  u32(value: number): this {
    this.#at = this.bytes.writeUInt32BE(value, this.#at);
    return this;
  }

  u64(value: number): this {
    this.#at = this.bytes.writeBigUInt64BE(BigInt(value), this.#at);
    return this;
  }

  append(data: Buffer): void {
    data.copy(this.bytes, this.#at);
    this.#at += data.length;
  }
}
