import { stat } from 'node:fs/promises';
import { renditionNames, renditionRules } from '../renditions.ts';
import type { ShowFolder } from './show-folder.ts';

/** What the origin answers with: bytes from memory, or a whole file on disk. Fits the origin's `KeptFile`. */
export interface StoredFile {
  readonly contentType: string;
  /** Never changes under its name. */
  readonly isImmutable: boolean;
  readonly body: Buffer | { readonly path: string; readonly sizeBytes: number };
}

export const playlistType = 'application/vnd.apple.mpegurl';
export const captionsType = 'text/vtt; charset=utf-8';
export const pictureType = 'image/jpeg';

const thumbnailShape = /^t(\d{1,12})\.jpg$/;
const textShape = /^(?:replay\.m3u8|thumbnails\.vtt|(?:high|middle|low|sound|thrift)\/replay\.m3u8)$/;
const mediaShape =
  /^(?<rendition>high|middle|low|sound|thrift)\/(?:i(?<map>\d{1,12})\.mp4|s(?<segment>\d{1,12})\.m4s)$/;

/**
 * A file of a show by its public name, or null. Paths are made anew from the numbers in it, never from its text.
 *
 * @param text - Finds a rendered text of the replay; null while there is none, and then only thumbnails are read.
 */
export async function readStored(
  folder: ShowFolder,
  file: string,
  text: (() => Promise<Buffer | null>) | null,
): Promise<StoredFile | null> {
  const thumbnail = thumbnailShape.exec(file);
  if (thumbnail !== null) return onDiskFile(folder.thumbnail(Number(thumbnail[1])), pictureType);
  if (text === null) return null;
  if (file === 'poster.jpg') return onDiskFile(folder.poster, pictureType, false);
  if (textShape.test(file)) {
    const bytes = await text();
    return bytes === null ? null : inMemory(bytes, file.endsWith('.vtt') ? captionsType : playlistType);
  }
  const media = mediaShape.exec(file)?.groups;
  const name = renditionNames.find((rendition) => rendition === media?.['rendition']);
  if (media === undefined || name === undefined) return null;
  const { map, segment } = media;
  const path = map === undefined ? folder.segment(name, Number(segment)) : folder.map(name, Number(map));
  return onDiskFile(path, `${renditionRules[name].kind}/mp4`);
}

export const inMemory = (body: Buffer, contentType: string): StoredFile => ({
  contentType,
  isImmutable: false,
  body,
});

async function onDiskFile(path: string, contentType: string, isImmutable = true): Promise<StoredFile | null> {
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) return null;
  return { contentType, isImmutable, body: { path, sizeBytes: found.size } };
}
