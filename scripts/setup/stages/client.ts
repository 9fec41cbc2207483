/** The browser app, built by Vite whenever what it is made of has changed. */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { runCommand } from '../command.mjs';
import { projectRoot } from '../project-root.mjs';
import type { Stage } from '../set-up.ts';
import { packages } from './packages.ts';

const BUILD_LIMIT_MS = 300_000;
const source = path.join(projectRoot, 'client-demo');
const dist = path.join(source, 'dist');
const state = path.join(projectRoot, '.popstage');
const stampFile = path.join(state, 'client.stamp');
/** What the app imports: itself, and what it may of the server. */
const inputs = [source, ...['protocol', 'domain'].map((name) => path.join(projectRoot, 'server', name))];

/** A hash of everything the build reads: the app and its imports, and the versions of all packages. */
function inputHash(): string {
  const hash = createHash('sha256');
  for (const folder of inputs) {
    for (const file of filesUnder(folder)) hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.update(readFileSync(path.join(projectRoot, 'package-lock.json'))).digest('hex');
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(dist + path.sep))
    .sort();
}

function isBuilt(): boolean {
  if (!existsSync(stampFile) || !existsSync(dist)) return false;
  return readFileSync(stampFile, 'utf8') === inputHash();
}

export const client: Stage = {
  name: 'browser app',
  lockFile: path.join(state, 'client.lock'),
  needs: [packages],
  find: () => Promise.resolve(isBuilt() ? {} : null),
  async provide(progress) {
    // The hash is taken before the build: what is edited meanwhile makes the next start build again.
    const hash = inputHash();
    const draft = path.join(state, `client-${process.pid}`);
    const old = path.join(state, `client-old-${process.pid}`);
    progress.report('vite build');
    try {
      const vite = path.join(projectRoot, 'node_modules', 'vite', 'bin', 'vite.js');
      await runCommand(process.execPath, [vite, 'build', source, '--outDir', draft, '--emptyOutDir'], {
        cwd: projectRoot,
        timeLimitMs: BUILD_LIMIT_MS,
      });
      // A server that is running serves the old app until this moment, and never half of the new one.
      rmSync(stampFile, { force: true });
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(draft, dist);
      mkdirSync(state, { recursive: true });
      writeFileSync(stampFile, hash);
    } finally {
      rmSync(draft, { recursive: true, force: true });
      rmSync(old, { recursive: true, force: true });
    }
    return 'built';
  },
};
