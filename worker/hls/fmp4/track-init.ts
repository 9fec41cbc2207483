import type { TrackInit } from '../frames.ts';
import { boxesIn, findBox, type Box } from './box.ts';
import { ByteCursor } from './byte-cursor.ts';

const sampleTablePath = ['mdia', 'minf', 'stbl'] as const;
/** Fields of a sample entry before its own boxes: ISO/IEC 14496-12, 12.1.3 and 12.2.3. */
const visualEntryBytes = 78;
const audioEntryBytes = 28;

/** What a `moov` says of its one track; null when it is none that is packaged here (H.264 or AAC). */
export function readTrackInit(ftyp: Buffer, moov: Buffer): TrackInit | null {
  const tracks = boxesIn(moov.subarray(8))?.filter(({ type }) => type === 'trak') ?? [];
  const [track] = tracks;
  if (track === undefined || tracks.length > 1) return null;
  const timescale = timescaleOf(track.body);
  const entry = sampleEntryOf(track.body);
  if (entry === null || timescale === null) return null;
  const bytes = Buffer.concat([ftyp, moov]);
  if (entry.type === 'avc1' || entry.type === 'avc3') {
    const configuration = boxIn(entry, visualEntryBytes, 'avcC');
    if (configuration === null || configuration.length < 4) return null;
    const fields = new ByteCursor(entry.body).skip(24);
    const size = { width: fields.u16(), height: fields.u16() };
    return { codec: `${entry.type}.${configuration.toString('hex', 1, 4)}`, timescale, size, bytes };
  }
  const objectType = entry.type === 'mp4a' ? audioObjectTypeOf(entry) : null;
  return objectType === null ? null : { codec: `mp4a.40.${objectType}`, timescale, size: null, bytes };
}

/** The first sequence parameter set of a track's head, without a start code; null for sound. */
export function spsOf(init: TrackInit): Buffer | null {
  const track = findBox(init.bytes, ['moov', 'trak']);
  const entry = track === null ? null : sampleEntryOf(track);
  const configuration = entry === null ? null : boxIn(entry, visualEntryBytes, 'avcC');
  if (configuration === null) return null;
  const fields = new ByteCursor(configuration).skip(5);
  const count = fields.u8() & 0x1f;
  const sizeBytes = fields.u16();
  const at = fields.position;
  const isWhole = count > 0 && !fields.isOverrun && at + sizeBytes <= configuration.length;
  return isWhole ? configuration.subarray(at, at + sizeBytes) : null;
}

function timescaleOf(track: Buffer): number | null {
  const header = findBox(track, ['mdia', 'mdhd']);
  if (header === null) return null;
  const fields = new ByteCursor(header);
  const version = fields.u8();
  const timescale = fields.skip(version === 1 ? 19 : 11).u32();
  return fields.isOverrun || timescale === 0 ? null : timescale;
}

function sampleEntryOf(track: Buffer): Box | null {
  const descriptions = findBox(track, [...sampleTablePath, 'stsd']);
  if (descriptions === null || descriptions.length < 8) return null;
  return boxesIn(descriptions.subarray(8))?.[0] ?? null;
}

function boxIn(entry: Box, fieldsBytes: number, name: string): Buffer | null {
  return entry.body.length < fieldsBytes ? null : findBox(entry.body.subarray(fieldsBytes), [name]);
}

/** ISO/IEC 14496-1, 7.2.6: an ES descriptor holds a decoder's, that one its specific information. */
function audioObjectTypeOf(entry: Box): number | null {
  const body = boxIn(entry, audioEntryBytes, 'esds');
  if (body === null) return null;
  const fields = new ByteCursor(body).skip(4);
  if (!enterDescriptor(fields, 3)) return null;
  const flags = fields.skip(2).u8();
  if ((flags & 0x80) !== 0) fields.skip(2);
  if ((flags & 0x40) !== 0) fields.skip(fields.u8());
  if ((flags & 0x20) !== 0) fields.skip(2);
  if (!enterDescriptor(fields, 4)) return null;
  fields.skip(13);
  if (!enterDescriptor(fields, 5)) return null;
  const bits = fields.u16();
  if (fields.isOverrun) return null;
  const short = bits >> 11;
  return short === 31 ? 32 + ((bits >> 5) & 0x3f) : short;
}

function enterDescriptor(fields: ByteCursor, tag: number): boolean {
  if (fields.u8() !== tag) return false;
  // Its length takes up to four bytes of seven bits; the boxes around it rule, so it is only stepped over.
  for (let count = 0; count < 4; count += 1) {
    if ((fields.u8() & 0x80) === 0) break;
  }
  return !fields.isOverrun;
}
