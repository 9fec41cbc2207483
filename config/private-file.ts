import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A key that others of this machine can read is no key any more; its message says how to mend it. */
export class ExposedFileError extends Error {
  constructor(path: string, mode: number) {
    super(
      `${path} holds a key and can be read by others (mode ${(mode & 0o777).toString(8)}). ` +
        `Run: chmod 600 ${path} (or delete it: a new one is made, and everybody signs in again).`,
    );
    this.name = 'ExposedFileError';
  }
}

/** Reads a file that only its owner may read; `undefined` when there is none. Throws `ExposedFileError`. */
export async function readPrivateFile(path: string): Promise<Buffer | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return undefined;
  // Windows has no such bits; its files inherit the folder's rights.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new ExposedFileError(path, found.mode);
  return readFile(path);
}

/** The file's content, or what `make` gives, written once: of two processes that start together one wins and both use its. */
export async function keepPrivateFile(path: string, make: () => Promise<Buffer> | Buffer): Promise<Buffer> {
  const known = await readPrivateFile(path);
  if (known !== undefined) return known;
  const draft = await writeDraft(path, await make());
  try {
    // Unlike a rename, a link fails where the name is taken.
    await link(draft, path);
  } catch (error) {
    if (!isTaken(error)) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return keepPrivateFile(path, make);
}

/** Replaces a private file as a whole, or makes it. */
export async function writePrivateFile(path: string, content: Buffer | string): Promise<void> {
  await rename(await writeDraft(path, content), path);
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

async function writeDraft(path: string, content: Buffer | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
}
