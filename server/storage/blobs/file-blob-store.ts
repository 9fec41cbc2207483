import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore, StoredBlob } from '#application/blobs/blob-store.ts';
import type { MediaType } from '#application/blobs/media-type.ts';
import type { MediaId } from '#domain/ids.ts';

/** What the store asks of the application: how an upload is judged and how a stored file is recognised. */
export interface BlobRules {
  readonly receive: (
    content: AsyncIterable<Uint8Array>,
    limitsBytes: Parameters<BlobStore['save']>[1],
    handOn: (chunk: Uint8Array) => Promise<void>,
  ) => Promise<{ readonly contentType: MediaType; readonly sizeBytes: number }>;
  readonly sniff: (head: Uint8Array) => MediaType | undefined;
  /** Thrown when the store has no room left. */
  readonly fullRefusal: () => Error;
}

/**
 * Blobs as files named by the SHA-256 of their bytes: `<folder>/ab/abcdef…`. An upload is written beside, synced and
 * renamed into place, so a file that has its name is whole. `roomBytes` bounds all files together.
 */
export async function createFileBlobStore(
  folder: string,
  roomBytes: number,
  rules: BlobRules,
): Promise<BlobStore> {
  const incoming = join(folder, 'incoming');
  // What a crash left half written is of no use to anybody.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  let usedBytes = await sizeOf(folder);
  const pathOf = (mediaId: string): string => join(folder, mediaId.slice(0, 2), mediaId);

  return {
    async save(content, limitsBytes) {
      const draft = join(incoming, randomUUID());
      const hash = createHash('sha256');
      let claimedBytes = 0;
      try {
        const file = await open(draft, 'wx', 0o600);
        let received;
        try {
          received = await rules.receive(content, limitsBytes, async (chunk) => {
            if (usedBytes + chunk.byteLength > roomBytes) throw rules.fullRefusal();
            usedBytes += chunk.byteLength;
            claimedBytes += chunk.byteLength;
            hash.update(chunk);
            await file.writeFile(chunk);
          });
          await file.sync();
        } finally {
          await file.close();
        }
        // A SHA-256 in hexadecimal is what a media id is.
        const mediaId = hash.digest('hex') as MediaId;
        const path = pathOf(mediaId);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const isKnown = await exists(path);
        if (!isKnown) await putInPlace(draft, path);
        if (!isKnown) claimedBytes = 0;
        return { mediaId, path, ...received };
      } catch (error) {
        throw isFullDisk(error) ? rules.fullRefusal() : error;
      } finally {
        usedBytes -= claimedBytes;
        await rm(draft, { force: true });
      }
    },
    async find(mediaId) {
      return describe(mediaId, pathOf(mediaId), rules);
    },
  };
}

async function describe(
  mediaId: MediaId,
  path: string,
  { sniff }: BlobRules,
): Promise<StoredBlob | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(64), 0, 64, 0);
    const contentType = sniff(buffer.subarray(0, bytesRead));
    if (contentType === undefined) return undefined;
    return { mediaId, path, contentType, sizeBytes: (await file.stat()).size };
  } finally {
    await file.close();
  }
}

async function putInPlace(draft: string, path: string): Promise<void> {
  await rename(draft, path);
  const folder = await open(dirname(path), 'r');
  try {
    // The name itself must survive a power cut, not only the bytes.
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const exists = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

const isFullDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
