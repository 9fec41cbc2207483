import { renditionNames, type RenditionName } from '../renditions.ts';

/** What the file part of an address means (`high/p7.2.m4s`); made from names that `readHlsPath` let through. */
export type LiveFile =
  | { readonly kind: 'multivariant' }
  | { readonly kind: 'playlist'; readonly rendition: RenditionName }
  | { readonly kind: 'map'; readonly rendition: RenditionName; readonly mapId: number }
  | { readonly kind: 'segment'; readonly rendition: RenditionName; readonly msn: number }
  | { readonly kind: 'part'; readonly rendition: RenditionName; readonly msn: number; readonly part: number };

const shape =
  /^(?<rendition>\w+)\/(?:live\.m3u8|i(?<map>\d+)\.mp4|s(?<msn>\d+)\.m4s|p(?<of>\d+)\.(?<part>\d+)\.m4s)$/;

/** Null for what is not part of the live output: replays, posters, thumbnails. */
export function readLiveFile(file: string): LiveFile | null {
  if (file === 'master.m3u8') return { kind: 'multivariant' };
  const groups = shape.exec(file)?.groups;
  const rendition = renditionNames.find((name) => name === groups?.['rendition']);
  if (groups === undefined || rendition === undefined) return null;
  const { map, msn, of, part } = groups;
  if (map !== undefined) return { kind: 'map', rendition, mapId: Number(map) };
  if (msn !== undefined) return { kind: 'segment', rendition, msn: Number(msn) };
  if (of !== undefined) return { kind: 'part', rendition, msn: Number(of), part: Number(part) };
  return { kind: 'playlist', rendition };
}

export const playlistType = 'application/vnd.apple.mpegurl';
