/**
 * Runs other programs for the set-up: each in a process group of its own, so that a time limit or an interrupt
 * ends the compiler's children too, and nothing is left behind.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** How many of the last lines of a failed program are kept to explain its fault. */
const KEPT_LINES = 40;

/** @type {Set<number>} Process groups that are running now. */
const runningGroups = new Set();

/** @param {number} groupId @param {NodeJS.Signals} signal */
function killGroup(groupId, signal) {
  try {
    process.kill(-groupId, signal);
  } catch (error) {
    // ESRCH: the group ended by itself between our look and our signal.
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}

/** Ends every program that is still running; for use when the set-up itself is told to stop. */
export function killRunningCommands() {
  for (const groupId of runningGroups) killGroup(groupId, 'SIGKILL');
}

/** A program that could not be started, exited with a fault or ran over its time limit. */
export class CommandError extends Error {
  /** @param {string} message @param {readonly string[]} lastLines What it printed last. */
  constructor(message, lastLines) {
    super(message);
    this.name = 'CommandError';
    this.lastLines = lastLines;
  }
}

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] The whole environment; default: ours.
 * @property {number} [timeLimitMs] SIGKILL to its process group after this long.
 * @property {(line: string) => void} [onLine] Sees every line of output as it comes.
 */

/**
 * Runs a program to its end with stdin closed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<string>} everything it printed on stdout and stderr
 * @throws {CommandError} when it cannot be started, exits with anything but 0, or runs over its time limit
 */
export function runCommand(command, args, options = {}) {
  const shown = `${path.basename(command)} ${args.join(' ')}`.trim();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const groupId = child.pid;
    if (groupId !== undefined) runningGroups.add(groupId);
    let timedOut = false;
    const limit = setTimeout(
      () => {
        timedOut = true;
        if (groupId !== undefined) killGroup(groupId, 'SIGKILL');
      },
      options.timeLimitMs ?? 2 ** 31 - 1,
    );
    const output = collectLines(child, options.onLine);
    /** @param {string | null} fault */
    const finish = (fault) => {
      clearTimeout(limit);
      if (groupId !== undefined) runningGroups.delete(groupId);
      const lines = output.close();
      if (fault === null) resolve(lines.join('\n'));
      else reject(new CommandError(fault, lines.filter((line) => line.trim() !== '').slice(-KEPT_LINES)));
    };
    child.once('error', (error) => finish(`${shown}: ${error.message}`));
    child.once('close', (code, signal) => {
      if (timedOut) finish(`${shown}: not finished after ${Math.round((options.timeLimitMs ?? 0) / 1000)} s`);
      else if (code === 0) finish(null);
      else finish(`${shown}: ${signal === null ? `exit code ${code}` : `killed by ${signal}`}`);
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child @param {((line: string) => void) | undefined} onLine */
function collectLines(child, onLine) {
  /** @type {string[]} */
  const lines = [];
  /** @param {string} line */
  const take = (line) => {
    lines.push(line);
    onLine?.(line);
  };
  const streams = [child.stdout, child.stderr].map((stream) => {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      // A lone carriage return renews a line on a terminal, as progress bars do.
      const parts = (rest + text).split(/\r?\n|\r/);
      rest = parts.pop() ?? '';
      parts.forEach(take);
    });
    return { end: () => rest !== '' && take(rest) };
  });
  return {
    close() {
      for (const stream of streams) stream.end();
      return lines;
    },
  };
}

/**
 * The absolute path of a program on the PATH, or null.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | null}
 */
export function findOnPath(name, env = process.env) {
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, name);
    if (folder !== '' && isExecutable(candidate)) return candidate;
  }
  return null;
}

/** Whether there is a file that this user may run. @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
