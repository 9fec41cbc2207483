/** Upstream's prebuilt worker, through mediasoup's own install script. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandError, runCommand } from '../command.mjs';
import type { StageProgress } from '../progress.mjs';
import { isReachable } from '../reachable.ts';

/** Some 3 MB; long enough for 0.5 Mb/s. */
const DOWNLOAD_LIMIT_MS = 60_000;

/**
 * Fetches the binary and hands it to `use` while it exists.
 *
 * @returns what `use` returned, or null where there is nothing to fetch, or what came is of no use here
 */
export async function downloadWorker<T>(
  packageRoot: string,
  progress: StageProgress,
  use: (binary: string) => Promise<T>,
): Promise<T | null> {
  const mirror = process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'];
  if (!mirror && !(await isReachable('github.com'))) return null;
  progress.report("downloading upstream's binary");
  const work = mkdtempSync(path.join(tmpdir(), 'popstage-worker-download-'));
  try {
    // The script writes into its working directory, and builds with Python where it finds nothing to download: that
    // would fetch more, so it finds no Python either and ends at once.
    await runCommand(process.execPath, [path.join(packageRoot, 'npm-scripts.mjs'), 'postinstall'], {
      cwd: work,
      env: { ...process.env, MEDIASOUP_WORKER_BIN: '', PYTHON: 'popstage-builds-it-without' },
      timeLimitMs: DOWNLOAD_LIMIT_MS,
    });
    return await use(path.join(work, 'worker', 'out', 'Release', 'mediasoup-worker'));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    progress.report(`nothing to be had from upstream: ${error.message}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
