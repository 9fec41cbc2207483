/**
 * The media worker's binary: `MEDIASOUP_WORKER_BIN`, else ours from the cache, else upstream's prebuilt one, else
 * built here. Whatever is new proves itself before it enters the cache.
 */
import { chmodSync, copyFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { createEntry, findEntry, lockFileOf } from '../cache.mjs';
import { isExecutable, runCommand } from '../command.mjs';
import { Fault } from '../fault.mjs';
import { installedVersion } from '../installed-version.ts';
import { projectRoot } from '../project-root.mjs';
import { buildWorker } from '../mediasoup-worker/build.ts';
import { downloadWorker } from '../mediasoup-worker/download.ts';
import { recipeHash } from '../mediasoup-worker/recipe.ts';
import type { StageProgress } from '../progress.mjs';
import type { Stage } from '../set-up.ts';
import { packages } from './packages.ts';

const VARIABLE = 'MEDIASOUP_WORKER_BIN';
const BINARY = 'mediasoup-worker';
const PROOF_LIMIT_MS = 30_000;
/** How the worker ends when nobody gave it a channel (worker/src/main.cpp); mediasoup looks for the same. */
const EXIT_CODE_OF_A_SOUND_WORKER = 41;

const packageRoot = path.join(projectRoot, 'node_modules', 'mediasoup');

/** Entries by origin; a recipe of ours that changed makes a new entry, so a fix to it reaches every machine. */
function entryName(origin: 'prebuilt' | 'built'): string {
  const recipe = origin === 'built' ? `-${recipeHash().slice(0, 12)}` : '';
  return `mediasoup-worker-${installedVersion(packageRoot)}-${process.platform}-${process.arch}-${origin}${recipe}`;
}

/** A few milliseconds: does the loader find all of its libraries, also after an upgrade of the system? */
function starts(binary: string): boolean {
  return spawnSync(binary, [], { env: {}, stdio: 'ignore' }).status === EXIT_CODE_OF_A_SOUND_WORKER;
}

function findCached(): string | null {
  for (const origin of ['prebuilt', 'built'] as const) {
    const folder = findEntry(entryName(origin));
    const binary = folder === null ? null : path.join(folder, BINARY);
    if (binary !== null && starts(binary)) return binary;
  }
  return null;
}

/** Takes a binary over into the cache, after a DTLS handshake and a forwarded SRTP packet. */
async function keep(binary: string, origin: 'prebuilt' | 'built', progress: StageProgress): Promise<string> {
  let proof = '';
  await createEntry(entryName(origin), async (draft) => {
    const copy = path.join(draft, BINARY);
    copyFileSync(binary, copy);
    chmodSync(copy, 0o755);
    progress.report('proving it: DTLS handshake and one SRTP packet');
    const script = path.join(projectRoot, 'scripts', 'setup', 'mediasoup-worker', 'prove-worker.ts');
    proof = await runCommand(process.execPath, [script, copy], {
      cwd: projectRoot,
      timeLimitMs: PROOF_LIMIT_MS,
    });
  });
  return `${origin}; ${proof.trim().split('\n').at(-1) ?? ''}`;
}

export const mediasoupWorker: Stage = {
  name: 'media worker',
  lockFile: lockFileOf('mediasoup-worker'),
  needs: [packages],
  find() {
    const chosen = process.env[VARIABLE];
    if (!chosen) {
      const cached = findCached();
      return Promise.resolve(cached === null ? null : { [VARIABLE]: cached });
    }
    if (isExecutable(chosen) && starts(chosen)) return Promise.resolve({ [VARIABLE]: chosen });
    const remedy = `correct ${VARIABLE}, or unset it to let the set-up get one`;
    return Promise.reject(new Fault(`${VARIABLE}=${chosen} is no mediasoup worker that runs here`, remedy));
  },
  async provide(progress) {
    const downloaded = await downloadWorker(packageRoot, progress, (binary) =>
      keep(binary, 'prebuilt', progress),
    );
    return (
      downloaded ?? (await buildWorker(packageRoot, progress, (binary) => keep(binary, 'built', progress)))
    );
  },
};
