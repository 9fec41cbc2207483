/**
 * The cache of what the set-up fetched or built: one folder per thing, shared by every clone of this user.
 * An entry is written beside its place and renamed into it, so it is either whole or absent; a stamp inside
 * lists its files, so that what was cut short by a full disk or a power loss is seen and made again.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const STAMP = 'stamp.json';
/** Files up to this size are compared by content at every start (about 5 ms for 4 MB), larger ones by size. */
const HASHED_UP_TO_BYTES = 16 * 1024 * 1024;

/** @typedef {{ sizeBytes: number, sha256?: string }} FileStamp */

/** The folder that all entries stand in. @param {NodeJS.ProcessEnv} [env] */
export function cacheRoot(env = process.env) {
  const chosen = env['POPSTAGE_CACHE'];
  if (chosen) return path.resolve(chosen);
  const base = env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
  return path.join(base, 'popstage');
}

/** Where the lock for one entry stands. @param {string} name */
export function lockFileOf(name) {
  return path.join(cacheRoot(), `${name}.lock`);
}

/**
 * The folder of a whole and unharmed entry, or null.
 *
 * @param {string} name
 * @returns {string | null}
 */
export function findEntry(name) {
  const folder = path.join(cacheRoot(), name);
  const files = readStamp(folder);
  if (!files) return null;
  const whole = Object.entries(files).every(([file, stamp]) => isUnharmed(path.join(folder, file), stamp));
  return whole ? folder : null;
}

/**
 * Makes an entry: `fill` writes into an empty folder, which then takes its place in one rename. What `fill`
 * leaves behind when it throws is removed.
 *
 * @param {string} name
 * @param {(folder: string) => Promise<void>} fill
 * @returns {Promise<string>} the entry's folder
 */
export async function createEntry(name, fill) {
  const folder = path.join(cacheRoot(), name);
  const unique = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const draft = path.join(cacheRoot(), `.draft-${name}-${unique}`);
  mkdirSync(draft, { recursive: true });
  try {
    await fill(draft);
    writeFileSync(path.join(draft, STAMP), JSON.stringify(stampFiles(draft), null, 2));
    // A folder cannot be renamed over a full one, so a broken predecessor goes aside first.
    const broken = path.join(cacheRoot(), `.broken-${name}-${unique}`);
    if (existsSync(folder)) renameSync(folder, broken);
    renameSync(draft, folder);
    rmSync(broken, { recursive: true, force: true });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/** @param {string} folder @returns {Record<string, FileStamp> | null} */
function readStamp(folder) {
  try {
    const files = JSON.parse(readFileSync(path.join(folder, STAMP), 'utf8'));
    return files !== null && typeof files === 'object' ? files : null;
  } catch {
    return null;
  }
}

/** @param {string} folder @returns {Record<string, FileStamp>} */
function stampFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const stamps = files
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .map((file) => [file, stampOf(path.join(folder, file))]);
  return Object.fromEntries(stamps);
}

/** @param {string} file @returns {FileStamp} */
function stampOf(file) {
  const sizeBytes = statSync(file).size;
  return sizeBytes > HASHED_UP_TO_BYTES ? { sizeBytes } : { sizeBytes, sha256: sha256Of(readFileSync(file)) };
}

/** @param {string} file @param {FileStamp} stamp */
function isUnharmed(file, stamp) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size !== stamp.sizeBytes) return false;
  return stamp.sha256 === undefined || sha256Of(readFileSync(file)) === stamp.sha256;
}

/** @param {Uint8Array | string} content */
export function sha256Of(content) {
  return createHash('sha256').update(content).digest('hex');
}
