/**
 * Builds the worker from the source inside mediasoup's npm package, against the system's libraries: the wraps that
 * would be downloaded are replaced by the stand-ins in `subprojects/`. All of it happens in a temporary folder.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import path from 'node:path';
import { findOnPath, runCommand } from '../command.mjs';
import { Fault } from '../fault.mjs';
import type { StageProgress } from '../progress.mjs';
import { installCommand, installSystemPackages, type SystemPackages } from '../system-packages.ts';
import { MESON_OPTIONS, PATCHES, recipeFolder } from './recipe.ts';

const BUILD_PACKAGES: SystemPackages = {
  purpose: 'to build the media worker',
  apt: [
    'meson',
    'ninja-build',
    'pkg-config',
    'g++',
    'libuv1-dev',
    'libssl-dev',
    'libsrtp2-dev',
    'libflatbuffers-dev',
    'flatbuffers-compiler',
    'libabsl-dev',
  ],
  brew: ['meson', 'ninja', 'pkg-config', 'libuv', 'openssl@3', 'srtp', 'flatbuffers', 'abseil'],
};

const BUILD_PROGRAMS = ['meson', 'ninja', 'pkg-config', 'c++', 'flatc'];
const BUILD_LIBRARIES = [
  'libuv',
  'openssl',
  'libsrtp2',
  'flatbuffers',
  'absl_strings',
  'absl_optional',
  'absl_memory',
];

/** A single core of a small machine takes some 20 minutes. */
const BUILD_LIMIT_MS = 60 * 60_000;
/** What one C++ compiler needs: g++ 12 took 480 MB for Transport.cpp, the largest seen; with some room. */
const COMPILER_BYTES = 600 * 1024 * 1024;

/**
 * Builds the binary and hands it to `use` while it exists.
 *
 * @throws {Fault} when the build's packages are missing and cannot be installed
 */
export async function buildWorker<T>(
  packageRoot: string,
  progress: StageProgress,
  use: (binary: string) => Promise<T>,
): Promise<T> {
  await ensureBuildPackages(progress);
  const work = mkdtempSync(path.join(tmpdir(), 'popstage-worker-build-'));
  try {
    prepareSource(path.join(packageRoot, 'worker'), work);
    return await use(await compile(work, progress));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function ensureBuildPackages(progress: StageProgress): Promise<void> {
  if ((await missingForBuild()).length === 0) return;
  await installSystemPackages(BUILD_PACKAGES, progress);
  const missing = await missingForBuild();
  if (missing.length > 0) {
    throw new Fault(
      `still missing to build the media worker: ${missing.join(', ')}`,
      installCommand(BUILD_PACKAGES),
    );
  }
}

async function missingForBuild(): Promise<string[]> {
  const programs = BUILD_PROGRAMS.filter((program) => findOnPath(program) === null);
  if (programs.includes('pkg-config')) return programs;
  const libraries = await Promise.all(
    BUILD_LIBRARIES.map((library) =>
      runCommand('pkg-config', ['--exists', library], { env: buildEnv() }).then(
        () => [],
        () => [library],
      ),
    ),
  );
  return [...programs, ...libraries.flat()];
}

/** Homebrew keeps OpenSSL out of pkg-config's way, on both of its prefixes. */
function buildEnv(): NodeJS.ProcessEnv {
  if (process.platform !== 'darwin') return process.env;
  const folders = ['/opt/homebrew', '/usr/local'].map((prefix) => `${prefix}/opt/openssl@3/lib/pkgconfig`);
  return {
    ...process.env,
    PKG_CONFIG_PATH: [process.env['PKG_CONFIG_PATH'], ...folders].filter(Boolean).join(':'),
  };
}

function prepareSource(workerSource: string, work: string): void {
  cpSync(workerSource, work, { recursive: true });
  rmSync(path.join(work, 'subprojects'), { recursive: true });
  cpSync(path.join(recipeFolder, 'subprojects'), path.join(work, 'subprojects'), { recursive: true });
  for (const { file, from, to, why } of PATCHES) {
    const place = path.join(work, file);
    const text = readFileSync(place, 'utf8');
    if (!text.includes(from)) {
      throw new Fault(
        `mediasoup's ${file} is not the one this recipe was written for (patch: ${why})`,
        'adapt PATCHES',
      );
    }
    writeFileSync(place, text.replace(from, to));
  }
}

async function compile(work: string, progress: StageProgress): Promise<string> {
  const options = { cwd: work, env: buildEnv(), timeLimitMs: BUILD_LIMIT_MS };
  progress.report('configuring');
  await runCommand('meson', ['setup', ...MESON_OPTIONS, 'out'], options);
  const jobs = Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / COMPILER_BYTES)));
  // A machine that is building should still answer its user: so the lowest priority but one.
  await runCommand('nice', ['-n', '10', 'ninja', '-j', String(jobs), '-C', 'out', 'mediasoup-worker'], {
    ...options,
    onLine(line) {
      const [, step, steps] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
      if (step && steps) progress.report('compiling', (Number(step) / Number(steps)) * 100);
    },
  });
  const binary = path.join(work, 'out', 'mediasoup-worker');
  await runCommand('strip', [binary], options);
  return binary;
}
