/**
 * ffmpeg: `FFMPEG_BIN`, else the static build that ffmpeg-static downloads, else the system's. The old build inside
 * the npm package @ffmpeg-installer/ffmpeg (4.1, of 2018) is a last resort that a user may name by `FFMPEG_BIN`.
 */
import { copyFileSync, chmodSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createEntry, findEntry } from '../cache.mjs';
import { runCommand } from '../command.mjs';
import { installedVersion } from '../installed-version.ts';
import { projectRoot } from '../project-root.mjs';
import type { StageProgress } from '../progress.mjs';
import { isReachable } from '../reachable.ts';
import { toolStage } from '../tool.ts';
import { packages } from './packages.ts';

/** What HLS, the demo stage and the tests encode with. */
const NEEDED_ENCODERS = ['libx264', 'aac', 'libopus'];
/** Some 80 MB; long enough for 4 Mb/s. */
const DOWNLOAD_LIMIT_MS = 180_000;

async function proveFfmpeg(file: string): Promise<string> {
  const options = { timeLimitMs: 20_000 };
  const version = /^ffmpeg version (\S+)/m.exec(await runCommand(file, ['-version'], options))?.[1];
  if (version === undefined) throw new Error('it does not give its version');
  const encoders = await runCommand(file, ['-hide_banner', '-encoders'], options);
  const missing = NEEDED_ENCODERS.filter(
    (encoder) => !new RegExp(`^ [VA]\\S+ ${encoder} `, 'm').test(encoders),
  );
  if (missing.length > 0) throw new Error(`it lacks the encoders ${missing.join(', ')}`);
  return version;
}

async function fetchStatic(progress: StageProgress): Promise<string | null> {
  const source = path.join(projectRoot, 'node_modules', 'ffmpeg-static');
  const entry = `ffmpeg-static-${installedVersion(source)}-${process.platform}-${process.arch}`;
  const cached = findEntry(entry);
  if (cached !== null) return path.join(cached, 'ffmpeg');
  if (!(await isReachable('github.com'))) return null;
  progress.report('downloading a static build');
  const downloaded = path.join(source, 'ffmpeg');
  try {
    await runCommand(process.execPath, ['install.js'], { cwd: source, timeLimitMs: DOWNLOAD_LIMIT_MS });
    const folder = await createEntry(entry, async (draft) => {
      copyFileSync(downloaded, path.join(draft, 'ffmpeg'));
      chmodSync(path.join(draft, 'ffmpeg'), 0o755);
      await proveFfmpeg(path.join(draft, 'ffmpeg'));
    });
    return path.join(folder, 'ffmpeg');
  } catch (error) {
    progress.report(`no static build (${error instanceof Error ? error.message : String(error)})`);
    return null;
  } finally {
    // What it left in node_modules would be taken for whole by its next run, even if it was cut short.
    rmSync(downloaded, { force: true });
  }
}

export const ffmpeg = toolStage({
  name: 'ffmpeg',
  variable: 'FFMPEG_BIN',
  programs: ['ffmpeg'],
  places: ['/opt/homebrew/bin/ffmpeg', '/usr/local/bin/ffmpeg'],
  needs: [packages],
  prove: proveFfmpeg,
  fetch: fetchStatic,
  packages: { purpose: 'for picture and sound (ffmpeg)', apt: ['ffmpeg'], brew: ['ffmpeg'] },
});
