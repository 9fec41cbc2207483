/** Which test files there are, and which of them need the machine for themselves. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** Browsers, kills and clocks: two of these at once on a small machine disturb each other. */
const SERIAL_FOLDERS = ['test/e2e/', 'test/chaos/', 'test/hls-check/'];
/** Runs for hours, by a command of its own. */
const SOAK_FOLDER = 'test/soak/';

export interface TestLevels {
  readonly parallel: readonly string[];
  readonly serial: readonly string[];
}

const TEST_FILE = /\.test\.tsx?$/;
const PROGRAM = /\.ts$/;

function filesUnder(root: string, folder: string, names: RegExp): string[] {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => names.test(file))
    .map((file) => path.posix.join(folder, file.split(path.sep).join('/')))
    .sort();
}

/**
 * The files to run, relative to `root`: those that `wanted` names (a folder stands for what is in it), else all.
 *
 * @throws {Error} when a name is neither a file nor a folder
 */
export function testLevels(root: string, wanted: readonly string[]): TestLevels {
  const files =
    wanted.length > 0
      ? wanted.flatMap((name) => named(root, name))
      : filesUnder(root, 'test', TEST_FILE).filter((file) => !file.startsWith(SOAK_FOLDER));
  const isSerial = (file: string): boolean => SERIAL_FOLDERS.some((folder) => file.startsWith(folder));
  return { parallel: files.filter((file) => !isSerial(file)), serial: files.filter(isSerial) };
}

function named(root: string, name: string): string[] {
  const place = path.relative(root, path.resolve(root, name)).split(path.sep).join('/');
  const stat = statSync(path.join(root, place), { throwIfNoEntry: false });
  if (!stat) throw new Error(`no such test: ${name}`);
  return stat.isDirectory() ? filesUnder(root, place, TEST_FILE) : [place];
}

/** The soak tests: plain programs, each run on its own. */
export function soakFiles(root: string, wanted: readonly string[]): string[] {
  if (wanted.length > 0) return [...wanted];
  return filesUnder(root, SOAK_FOLDER, PROGRAM);
}
