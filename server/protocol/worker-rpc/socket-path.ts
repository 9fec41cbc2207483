import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const longestPathBytes = 103;

/** Where the worker of this data folder listens. Server and worker compute the same, whatever their folder is called. */
export function workerSocketPath(config: { readonly dataDir: string; readonly mediaSocket: string }): string {
  if (config.mediaSocket !== '') return resolve(config.mediaSocket);
  const inDataDir = resolve(config.dataDir, 'media.sock');
  if (Buffer.byteLength(inDataDir) <= longestPathBytes) return inDataDir;
  const digest = createHash('sha256').update(inDataDir).digest('hex').slice(0, 16);
  return join(sharedRoom(), `${folderPrefix()}${digest}`, 'media.sock');
}

const folderPrefix = (): string => `popstage-${process.getuid?.() ?? 0}-`;
const sharedRoom = (): string => resolve(tmpdir());

/**
 * Where the socket had to go into the folder for temporary files, anybody may have made its folder first: throws unless
 * that is ours, a real folder, and closed to others (0700). To be called before listening and before each connecting.
 */
export function assertOwnSocketFolder(socketPath: string): void {
  const folder = dirname(socketPath);
  if (dirname(folder) !== sharedRoom() || !basename(folder).startsWith(folderPrefix())) return;
  // Not through a link, which would show another folder's owner.
  const found = lstatSync(folder);
  const { uid, mode } = found;
  if (found.isDirectory() && uid === process.getuid?.() && (mode & 0o777) === 0o700) return;
  throw new Error(`${folder} is not a private folder of this user; remove it, or set MEDIA_SOCKET`);
}
