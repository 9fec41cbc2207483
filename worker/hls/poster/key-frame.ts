import type { PublishedRendition } from '../publication.ts';

export interface KeyFrame {
  readonly msn: number;
  /** Of its segment's beginning. */
  readonly programMs: number;
  /** A map and the part that begins with the key frame: a little MP4 of its own. */
  readonly bytes: Buffer;
}

const dateLine = /^#EXT-X-PROGRAM-DATE-TIME:(.+)$/;
const mapLine = /^#EXT-X-MAP:URI="i(\d+)\.mp4"/;
const partLine = /^#EXT-X-PART:(?=.*INDEPENDENT=YES)(?!.*GAP=YES).*URI="p(\d+)\.(\d+)\.m4s"/;
const lengthLine = /^#EXTINF:([\d.]+)/;

interface Found {
  readonly msn: number;
  readonly part: number;
  readonly mapId: number;
  readonly programMs: number;
}

/**
 * The newest key frame that can be fetched, as a viewer finds it: by the playlist. Null when there is none at or after
 * `fromMsn`.
 */
export function newestKeyFrame(rendition: PublishedRendition, fromMsn: number): KeyFrame | null {
  const found = newestIn(rendition.playlist(false).toString('latin1'));
  if (found === null || found.msn < fromMsn) return null;
  const map = rendition.map(found.mapId);
  const part = rendition.part(found);
  if (map === null || part === null) return null;
  return { msn: found.msn, programMs: found.programMs, bytes: Buffer.concat([map, part]) };
}

function newestIn(playlist: string): Found | null {
  let found: Found | null = null;
  let mapId: number | null = null;
  let programMs = Number.NaN;
  for (const line of playlist.split('\n')) {
    const map = mapLine.exec(line)?.[1];
    if (map !== undefined) mapId = Number(map);
    const date = dateLine.exec(line)?.[1];
    if (date !== undefined) programMs = Date.parse(date);
    // What comes behind a whole segment stands so much later, unless a date says otherwise.
    const durationS = lengthLine.exec(line)?.[1];
    if (durationS !== undefined) programMs += Number(durationS) * 1000;
    const [, msn, part] = partLine.exec(line) ?? [];
    if (msn !== undefined && part !== undefined && mapId !== null && Number.isFinite(programMs)) {
      found = { msn: Number(msn), part: Number(part), mapId, programMs };
    }
  }
  return found;
}
