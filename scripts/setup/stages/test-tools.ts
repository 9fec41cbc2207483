/** What only tests and benchmarks need: a real browser, a real Redis, a real edge, and network namespaces on Linux. */
import { runCommand } from '../command.mjs';
import type { Stage } from '../set-up.ts';
import { toolStage } from '../tool.ts';

const PROOF_LIMIT_MS = 30_000;

async function firstLineOf(file: string, args: readonly string[]): Promise<string> {
  const output = await runCommand(file, args, { timeLimitMs: PROOF_LIMIT_MS });
  return (output.trim().split('\n').at(-1) ?? '').trim();
}

export const chromium = toolStage({
  name: 'chromium',
  variable: 'CHROMIUM_BIN',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  places: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  prove: (file) => firstLineOf(file, ['--version']),
  packages: { purpose: 'for the browser tests', apt: ['chromium'], brew: ['--cask', 'google-chrome'] },
});

export const redisServer = toolStage({
  name: 'redis-server',
  variable: 'REDIS_SERVER_BIN',
  programs: ['redis-server'],
  places: ['/opt/homebrew/bin/redis-server', '/usr/local/bin/redis-server'],
  prove: (file) => firstLineOf(file, ['--version']),
  packages: { purpose: 'for the storage tests', apt: ['redis-server'], brew: ['redis'] },
});

const nginx = toolStage({
  name: 'nginx',
  variable: 'NGINX_BIN',
  programs: ['nginx'],
  // Debian keeps it where only root looks.
  places: ['/usr/sbin/nginx', '/opt/homebrew/bin/nginx', '/usr/local/bin/nginx'],
  // It tells its version on the standard error output.
  prove: (file) => firstLineOf('/bin/sh', ['-c', '"$0" -v 2>&1', file]),
  packages: { purpose: 'for the tests of an edge', apt: ['nginx-light'], brew: ['nginx'] },
});

const iproute = toolStage({
  name: 'iproute2',
  variable: 'IP_BIN',
  programs: ['ip'],
  places: ['/usr/sbin/ip', '/sbin/ip'],
  prove: (file) => firstLineOf(file, ['-Version']),
  packages: { purpose: 'for the tests from another device', apt: ['iproute2'], brew: [] },
});

const certutil = toolStage({
  name: 'certutil',
  variable: 'CERTUTIL_BIN',
  programs: ['certutil'],
  // It has no version to tell; asked for its help it says what it is, and leaves with a fault.
  prove: (file) => firstLineOf('/bin/sh', ['-c', '"$0" --version 2>&1 | head -n 1', file]),
  packages: { purpose: 'for the tests from another device', apt: ['libnss3-tools'], brew: [] },
});

/** macOS has no network namespaces, so the tests that need them are skipped there. */
export const testTools: readonly Stage[] = [
  chromium,
  redisServer,
  nginx,
  ...(process.platform === 'linux' ? [iproute, certutil] : []),
];
