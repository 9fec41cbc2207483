/** As much of ISO/IEC 14496-12 as the checker must understand, written apart from the packager on purpose. */

export interface TrackFacts {
  readonly kind: 'video' | 'audio' | 'other';
  /** Ticks a second. */
  readonly timescale: number;
  /** RFC 6381. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
}

export interface Fragment {
  /** `tfdt`, ticks. */
  readonly beginTicks: number;
  readonly durationTicks: number;
  /** Of each frame, ticks. */
  readonly durations: readonly number[];
  /** Whether each frame is one that a player may begin with. */
  readonly keys: readonly boolean[];
}

interface Box {
  readonly type: string;
  readonly body: Buffer;
}

function* boxes(bytes: Buffer): Generator<Box> {
  for (let at = 0; at + 8 <= bytes.length;) {
    const small = bytes.readUInt32BE(at);
    const isLarge = small === 1;
    const sizeBytes = isLarge
      ? Number(bytes.readBigUInt64BE(at + 8))
      : small === 0
        ? bytes.length - at
        : small;
    const headBytes = isLarge ? 16 : 8;
    if (sizeBytes < headBytes || at + sizeBytes > bytes.length) throw new Error('a box goes beyond its file');
    yield {
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + headBytes, at + sizeBytes),
    };
    at += sizeBytes;
  }
}

/** The first box along a path of types, or undefined. */
function find(bytes: Buffer, ...path: readonly string[]): Buffer | undefined {
  const [type, ...rest] = path;
  for (const box of boxes(bytes))
    if (box.type === type) return rest.length === 0 ? box.body : find(box.body, ...rest);
  return undefined;
}

/** Throws for what is no map of one track. */
export function readMap(bytes: Buffer): TrackFacts {
  const media = find(bytes, 'moov', 'trak', 'mdia');
  const mdhd = media && find(media, 'mdhd');
  const handler = media && find(media, 'hdlr')?.toString('latin1', 8, 12);
  const table = media && find(media, 'minf', 'stbl', 'stsd');
  if (media === undefined || mdhd === undefined || table === undefined)
    throw new Error('a map without a track');
  const timescale = mdhd.readUInt32BE(mdhd[0] === 1 ? 20 : 12);
  const [entry] = boxes(table.subarray(8));
  if (entry === undefined) throw new Error('a map without a sample entry');
  if (handler === 'soun') return { kind: 'audio', timescale, codec: soundCodec(entry), width: 0, height: 0 };
  const avcC = find(entry.body.subarray(78), 'avcC');
  const profile = avcC === undefined ? '' : `.${avcC.toString('hex', 1, 4)}`;
  return {
    kind: handler === 'vide' ? 'video' : 'other',
    timescale,
    codec: entry.type + profile,
    width: entry.body.readUInt16BE(24),
    height: entry.body.readUInt16BE(26),
  };
}

/** Object types of ISO/IEC 14496-1, 7.2.6: descriptors 3 (ES), 4 (decoder) and 5 (its own configuration). */
function soundCodec({ type, body }: Box): string {
  const esds = find(body.subarray(28), 'esds');
  if (esds === undefined) return type;
  const objectType = descriptor(esds.subarray(4), 4)?.[0];
  const config = descriptor(esds.subarray(4), 5)?.[0];
  return `${type}.${objectType?.toString(16) ?? '?'}.${config === undefined ? '?' : config >> 3}`;
}

function descriptor(bytes: Buffer, wanted: number): Buffer | undefined {
  const skipped: Readonly<Record<number, number>> = { 3: 3, 4: 13 };
  for (let at = 0; at + 2 <= bytes.length;) {
    const tag = bytes[at] ?? 0;
    let sizeBytes = 0;
    for (let more = true; more && at < bytes.length;) {
      at += 1;
      const byte = bytes[at] ?? 0;
      sizeBytes = sizeBytes * 128 + (byte & 0x7f);
      more = byte > 0x7f;
    }
    at += 1;
    const body = bytes.subarray(at, at + sizeBytes);
    if (tag === wanted) return body;
    const inner = skipped[tag];
    const found = inner === undefined ? undefined : descriptor(body.subarray(inner), wanted);
    if (found !== undefined) return found;
    at += sizeBytes;
  }
  return undefined;
}

/** The `moof` boxes of a part or segment, in order. Throws for what is broken. */
export function readFragments(bytes: Buffer): readonly Fragment[] {
  return [...boxes(bytes)].filter(({ type }) => type === 'moof').map(({ body }) => readFragment(body));
}

function readFragment(moof: Buffer): Fragment {
  const traf = find(moof, 'traf');
  const tfdt = traf && find(traf, 'tfdt');
  const tfhd = traf && find(traf, 'tfhd');
  const trun = traf && find(traf, 'trun');
  if (tfdt === undefined || tfhd === undefined || trun === undefined)
    throw new Error('a fragment without its boxes');
  const defaults = readDefaults(tfhd);
  const flags = trun.readUIntBE(1, 3);
  const frames = trun.readUInt32BE(4);
  let at = 8 + (flags & 0x1 ? 4 : 0);
  const firstFlags = flags & 0x4 ? trun.readUInt32BE(at) : null;
  if (firstFlags !== null) at += 4;
  const durations: number[] = [];
  const keys: boolean[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const take = (flag: number): number | null => {
      if ((flags & flag) === 0) return null;
      at += 4;
      return trun.readUInt32BE(at - 4);
    };
    durations.push(take(0x100) ?? defaults.durationTicks);
    take(0x200);
    const own = take(0x400);
    const sample = (frame === 0 ? firstFlags : null) ?? own ?? defaults.flags;
    keys.push((sample & 0x10000) === 0);
    take(0x800);
  }
  const beginTicks = tfdt[0] === 1 ? Number(tfdt.readBigUInt64BE(4)) : tfdt.readUInt32BE(4);
  const durationTicks = durations.reduce((sum, ticks) => sum + ticks, 0);
  return { beginTicks, durationTicks, durations, keys };
}

function readDefaults(tfhd: Buffer): { readonly durationTicks: number; readonly flags: number } {
  const present = tfhd.readUIntBE(1, 3);
  let at = 8;
  const take = (flag: number, sizeBytes = 4): number => {
    if ((present & flag) === 0) return 0;
    at += sizeBytes;
    return tfhd.readUInt32BE(at - 4);
  };
  take(0x1, 8);
  take(0x2);
  const durationTicks = take(0x8);
  take(0x10);
  return { durationTicks, flags: take(0x20) };
}
