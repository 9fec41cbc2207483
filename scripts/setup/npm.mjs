/** npm as the set-up calls it: it gives up in seconds where there is no registry, and its faults can be read. */
import { CommandError, runCommand } from './command.mjs';

/** npm's own defaults wait 10 s and then 60 s between tries, which without a network is only time lost. */
const RETRY_OPTIONS = ['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/**
 * @param {readonly string[]} args
 * @param {import('./command.mjs').CommandOptions} options
 * @returns {Promise<string>}
 * @throws {CommandError} with npm's reason as its message
 */
export async function runNpm(args, options) {
  try {
    return await runCommand('npm', [...args, '--no-audit', '--no-fund', ...RETRY_OPTIONS], options);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(reasonOf(error), error.lastLines);
  }
}

/** The line in which npm says why, among stack traces and hints. @param {CommandError} error */
function reasonOf({ message, lastLines }) {
  const errors = lastLines
    .filter((line) => line.startsWith('npm error'))
    .map((line) => line.slice(10).trim());
  const telling = [/reason:/, /not found|No matching/i, /^code E/]
    .map((sign) => errors.find((line) => sign.test(line)))
    .find((line) => line !== undefined);
  return telling === undefined ? message : `npm: ${telling}`;
}
