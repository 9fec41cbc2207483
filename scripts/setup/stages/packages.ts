/** The npm packages of this clone, as package-lock.json names them. No install script runs: see the other stages. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from '../command.mjs';
import { Fault } from '../fault.mjs';
import { runNpm } from '../npm.mjs';
import { projectRoot } from '../project-root.mjs';
import type { Stage } from '../set-up.ts';

interface LockedPackage {
  readonly version?: string;
  readonly optional?: boolean;
  /** An optional peer, or one of another platform, may be left out by npm. */
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

const INSTALL_LIMIT_MS = 900_000;
function lockedPackages(lockFile: string): Record<string, LockedPackage> | null {
  try {
    // npm wrote the file; should its shape ever change, no version fits and the packages are installed again.
    const lock = JSON.parse(readFileSync(lockFile, 'utf8')) as { packages?: Record<string, LockedPackage> };
    return lock.packages ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes `.package-lock.json` into it as its
 * last act, so an installation that was cut short has none, and one made by hand counts as well as ours.
 */
export function isInstalled(root: string): boolean {
  const wanted = lockedPackages(path.join(root, 'package-lock.json'));
  const present = lockedPackages(path.join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([place, { version, optional, devOptional, peer }]) => {
    // The entry without a name is the project itself.
    if (place === '') return true;
    const found = present[place];
    if (!found) return (optional ?? devOptional ?? peer) === true;
    // Some 450 existence checks cost about 2 ms and see a node_modules that was partly deleted.
    return found.version === version && existsSync(path.join(root, place, 'package.json'));
  });
}

export const packages: Stage = {
  name: 'npm packages',
  lockFile: path.join(projectRoot, '.popstage', 'packages.lock'),
  find: () => Promise.resolve(isInstalled(projectRoot) ? {} : null),
  async provide(progress) {
    progress.report('npm ci');
    try {
      await runNpm(['ci', '--ignore-scripts'], { cwd: projectRoot, timeLimitMs: INSTALL_LIMIT_MS });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const remedy = 'npm ci --ignore-scripts (with the npm registry in reach)';
      throw new Fault(`could not be installed: ${error.message}`, remedy, { cause: error });
    }
    return 'installed';
  },
};
