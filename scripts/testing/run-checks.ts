/** Checks what needs no running program: types, lint, format and who imports whom. All of them, then the verdict. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../setup/project-root.mjs';

interface Check {
  readonly name: string;
  /** Script inside node_modules, then its arguments. */
  readonly program: readonly [string, ...string[]];
}

const sources = ['server', 'worker', 'client-demo', 'config', 'test', 'scripts', 'bench'].filter((folder) =>
  existsSync(path.join(projectRoot, folder)),
);

const checks: readonly Check[] = [
  { name: 'types', program: ['typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'] },
  {
    name: 'types of the pure domain',
    program: ['typescript/bin/tsc', '--noEmit', '-p', 'server/domain/tsconfig.json'],
  },
  {
    name: 'types of the browser app',
    program: ['typescript/bin/tsc', '--noEmit', '-p', 'client-demo/tsconfig.json'],
  },
  {
    name: 'types of the service worker',
    program: ['typescript/bin/tsc', '--noEmit', '-p', 'client-demo/src/service-worker/tsconfig.json'],
  },
  {
    name: "types of the browser app's tests",
    program: ['typescript/bin/tsc', '--noEmit', '-p', 'test/client/tsconfig.json'],
  },
  {
    name: 'lint',
    program: ['eslint/bin/eslint.js', '-c', 'config/lint/eslint.config.js', '--max-warnings=0', '.'],
  },
  { name: 'format', program: ['prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  {
    name: 'who imports whom',
    program: [
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      'config/lint/dependency-cruiser.config.js',
      ...sources,
    ],
  },
];

function passes({ name, program: [script, ...args] }: Check): boolean {
  const startedAtMs = performance.now();
  const { status } = spawnSync(process.execPath, [path.join(projectRoot, 'node_modules', script), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const took = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  console.log(`${status === 0 ? '✓' : '✗'} ${name} (${took} s)`);
  return status === 0;
}

// No short cut at the first failure: whoever mends one wants to see the others.
const failed = checks.filter((check) => !passes(check));
console.log(failed.length === 0 ? 'all checks pass' : `failed: ${failed.map(({ name }) => name).join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
