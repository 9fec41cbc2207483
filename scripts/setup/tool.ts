/** Stages for programs that this machine has, or can install: ffmpeg, Chromium, redis-server. */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheRoot, lockFileOf } from './cache.mjs';
import { findOnPath, isExecutable } from './command.mjs';
import { Fault } from './fault.mjs';
import type { StageProgress } from './progress.mjs';
import type { Stage } from './set-up.ts';
import { installSystemPackages, type SystemPackages } from './system-packages.ts';

export interface Tool {
  readonly name: string;
  /** The variable by which a user may choose, and by which the server or the tests learn the choice. */
  readonly variable: string;
  readonly programs: readonly string[];
  /** Absolute places outside the PATH, such as an application folder of macOS. */
  readonly places?: readonly string[];
  readonly needs?: readonly Stage[];
  /** Runs the program and gives its version; rejects when it cannot do what we need. */
  readonly prove: (file: string) => Promise<string>;
  /** A way that comes before the system's own; gives a path, or null when it cannot. */
  readonly fetch?: (progress: StageProgress) => Promise<string | null>;
  readonly packages: SystemPackages;
}

interface Choice {
  readonly file: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
}

/**
 * The stage for a tool. A program that was proven once is remembered with its size and time, so that later
 * starts cost one look at the file; an upgrade of the system changes both and has it proven again.
 */
export function toolStage(tool: Tool): Stage {
  const chosen = (): string | undefined => process.env[tool.variable] || undefined;
  return {
    name: tool.name,
    lockFile: lockFileOf(tool.name),
    ...(tool.needs ? { needs: tool.needs } : {}),
    find: () => {
      const file = recall(tool.name, chosen());
      return Promise.resolve(file === null ? null : { [tool.variable]: file });
    },
    async provide(progress) {
      const { file, version } = chosen()
        ? await proveChosen(tool, chosen() ?? '')
        : await search(tool, progress);
      remember(tool.name, file);
      return `${version} (${file})`;
    },
  };
}

async function proveChosen(tool: Tool, file: string): Promise<{ file: string; version: string }> {
  try {
    if (!isExecutable(file)) throw new Error('no such program');
    return { file, version: await tool.prove(file) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = `correct ${tool.variable}, or unset it to let the set-up choose`;
    throw new Fault(`${tool.variable}=${file} does not work: ${reason}`, remedy, { cause: error });
  }
}

async function search(tool: Tool, progress: StageProgress): Promise<{ file: string; version: string }> {
  const refused: string[] = [];
  const tryAll = async (
    files: readonly (string | null)[],
  ): Promise<{ file: string; version: string } | null> => {
    for (const file of files) {
      if (file === null || !isExecutable(file)) continue;
      try {
        return { file, version: await tool.prove(file) };
      } catch (error) {
        refused.push(`${file}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return null;
  };
  const fromSystem = (): Promise<{ file: string; version: string } | null> =>
    tryAll([...tool.programs.map((program) => findOnPath(program)), ...(tool.places ?? [])]);
  const found = (await tryAll([(await tool.fetch?.(progress)) ?? null])) ?? (await fromSystem());
  if (found) return found;
  await installSystemPackages(tool.packages, progress);
  const installed = await fromSystem();
  if (installed) return installed;
  throw new Fault(
    ['installed, but of no use', ...refused].join('; '),
    `set ${tool.variable} to a program that works`,
  );
}

function choiceFile(name: string): string {
  return path.join(cacheRoot(), `${name}.choice.json`);
}

/** The remembered program, if it still is the one that was proven (and the one the user wants). */
function recall(name: string, wanted: string | undefined): string | null {
  try {
    // A record of another shape fits no file, and the search begins anew.
    const { file, sizeBytes, mtimeMs } = JSON.parse(readFileSync(choiceFile(name), 'utf8')) as Choice;
    if (wanted !== undefined && wanted !== file) return null;
    const stat = statSync(file);
    return stat.size === sizeBytes && stat.mtimeMs === mtimeMs ? file : null;
  } catch {
    // No choice yet, a broken record, or the program is gone: all mean to look again.
    return null;
  }
}

function remember(name: string, file: string): void {
  const { size, mtimeMs } = statSync(file);
  const record = choiceFile(name);
  mkdirSync(path.dirname(record), { recursive: true });
  const draft = `${record}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ file, sizeBytes: size, mtimeMs } satisfies Choice));
  renameSync(draft, record);
}
