/** Packages of the operating system: installed where that needs no password, else named in one exact command. */
import { runCommand, findOnPath } from './command.mjs';
import { Fault } from './fault.mjs';
import type { StageProgress } from './progress.mjs';

export interface SystemPackages {
  /** What they are for, as in "to build the media worker". */
  readonly purpose: string;
  readonly apt: readonly string[];
  readonly brew: readonly string[];
}

const APT_LIMIT_MS = 900_000;
/** Another apt, such as an unattended upgrade, may hold the lock for a while. */
const APT_OPTIONS = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];

/** The exact command that installs the packages on this machine. */
export function installCommand({ apt, brew }: SystemPackages): string {
  if (findOnPath('apt-get')) return `sudo apt-get update && sudo apt-get install -y ${apt.join(' ')}`;
  if (process.platform === 'darwin') return `brew install ${brew.join(' ')}`;
  return `install with your system's package manager what Debian calls: ${apt.join(' ')}`;
}

/**
 * Installs the packages when we are root on a Debian-like system.
 *
 * @throws {Fault} with the exact command to run, everywhere else and when the installation fails
 */
export async function installSystemPackages(
  packages: SystemPackages,
  progress: StageProgress,
): Promise<void> {
  const apt = findOnPath('apt-get');
  if (!apt || process.getuid?.() !== 0) {
    throw new Fault(`system packages are missing ${packages.purpose}`, installCommand(packages));
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = (): Promise<string> =>
    runCommand(apt, ['install', ...APT_OPTIONS, ...packages.apt], { env, timeLimitMs: APT_LIMIT_MS });
  progress.report(`installing ${packages.apt.join(' ')}`);
  try {
    // A fresh machine has no package lists, an old one outdated ones; where they are good this saves a minute.
    await install().catch(async () => {
      await runCommand(apt, ['update'], { env, timeLimitMs: APT_LIMIT_MS });
      await install();
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault(`apt-get failed ${packages.purpose}: ${reason}`, installCommand(packages), {
      cause: error,
    });
  }
}
