/**
 * Hands this process over to another program. Where Node can, the process is replaced, so that signals, exit code
 * and process id need no go-between and no memory is spent on waiting; else a child is run and mirrored.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** A terminal sends these to a parent and its child alike; passing them on would make the child hear them twice. */
const TERMINAL_SIGNALS = /** @type {const} */ (['SIGINT', 'SIGQUIT', 'SIGHUP']);
const OTHER_SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGUSR2']);

/**
 * @param {string} file Absolute path of the program.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<void>} which never settles: this process ends, or becomes the other
 */
export async function become(file, args, env) {
  if (typeof process.execve === 'function') {
    // execve wants strings only; an unset variable must not arrive as the word "undefined".
    const defined = Object.entries(env).filter(([, value]) => value !== undefined);
    process.execve(file, [file, ...args], Object.fromEntries(defined));
  }
  const child = spawn(file, args, { stdio: 'inherit', env });
  for (const signal of OTHER_SIGNALS) process.on(signal, () => child.kill(signal));
  const fromTerminal = process.stdin.isTTY;
  for (const signal of TERMINAL_SIGNALS) process.on(signal, () => fromTerminal || child.kill(signal));
  child.once('error', (error) => {
    console.error(`${file}: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    // By convention a process ended by a signal is reported as 128 plus the signal's number.
    process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
  });
  await new Promise(() => undefined);
}
