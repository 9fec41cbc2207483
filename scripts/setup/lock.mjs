/**
 * A lock between processes, held as a file. Two set-ups at once wait for each other; a lock whose owner died is
 * taken over. Works on every file system with an exclusive create, and without a native module.
 */
import { mkdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
/**
 * An owner that has not touched its lock for this long is gone even if its pid lives: the number was given to
 * another process after a restart, or the owner is in another container. 24 missed heartbeats.
 */
const SILENT_OWNER_MS = 120_000;
const POLL_MS = 200;

/** @typedef {{ pid: number, host: string }} Owner */

/**
 * Runs `work` while holding the lock, and releases it whatever happens.
 *
 * @template T
 * @param {string} lockFile
 * @param {() => Promise<T>} work
 * @param {(owner: Owner) => void} [onWait] Called once if another process holds the lock.
 * @returns {Promise<T>}
 */
export async function withLock(lockFile, work, onWait) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  let waited = false;
  while (!tryCreate(lockFile)) {
    const owner = readOwner(lockFile);
    if (isStale(lockFile, owner)) {
      removeStale(lockFile);
      continue;
    }
    if (!waited && owner) onWait?.(owner);
    waited = true;
    await sleep(POLL_MS);
  }
  const heartbeat = setInterval(() => touch(lockFile), HEARTBEAT_MS);
  // A set-up that is interrupted gives its lock back at once; one that is killed is found by its dead pid.
  const release = () => {
    const owner = readOwner(lockFile);
    // After a long sleep of the machine the lock may be another's by now.
    if (owner?.pid === process.pid && owner.host === hostname()) removeQuietly(lockFile);
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.removeListener('exit', release);
    release();
  }
}

/** @param {string} file */
function tryCreate(file) {
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} file @returns {Owner | null} null when the file is gone, empty or broken */
function readOwner(file) {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(owner?.pid) && typeof owner?.host === 'string' ? owner : null;
  } catch {
    return null;
  }
}

/** @param {string} file @param {Owner | null} owner */
function isStale(file, owner) {
  const ageMs = ageOf(file);
  if (ageMs === null) return false;
  // Between an owner's exclusive create and its write the file is empty for a moment; then it has content.
  if (!owner) return ageMs > POLL_MS * 10;
  if (owner.host === hostname() && !isAlive(owner.pid)) return true;
  return ageMs > SILENT_OWNER_MS;
}

/**
 * Takes a stale lock away. Two waiters may see it stale at once, and the slower must not delete the lock that
 * the faster has made since: so the second look and the delete happen under a guard of their own.
 *
 * @param {string} lockFile
 */
function removeStale(lockFile) {
  const guard = `${lockFile}.takeover`;
  if (!tryCreate(guard)) {
    // The guard is held for microseconds; one that is old belongs to a process killed in just that moment.
    if ((ageOf(guard) ?? 0) > SILENT_OWNER_MS / 10) removeQuietly(guard);
    return;
  }
  try {
    if (isStale(lockFile, readOwner(lockFile))) removeQuietly(lockFile);
  } finally {
    removeQuietly(guard);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, but belongs to another user.
    return isCode(error, 'EPERM');
  }
}

/** @param {string} file @returns {number | null} milliseconds since the last heartbeat, null when it is gone */
function ageOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : null;
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** @param {string} file */
function removeQuietly(file) {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}

/** @param {unknown} error @param {string} code */
function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
