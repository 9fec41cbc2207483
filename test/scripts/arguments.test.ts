import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import t from 'tap';

const scripts = resolve(import.meta.dirname, '../../scripts');

const run = (script: string, ...parameters: readonly string[]) =>
  new Promise<{ code: number | null; complained: string }>((done) => {
    const child = execFile(
      process.execPath,
      [resolve(scripts, script), ...parameters],
      (_error, _said, complained) => done({ code: child.exitCode, complained }),
    );
  });

for (const [script, name, ...wrong] of [
  ['hls-check/main.ts', 'npm run hls:check', 'no address', '--seconds=0'],
  ['auction-replay.ts', 'npm run auction:replay'],
  ['demo/run-demo.ts', 'npm run demo', '--viewers=many'],
] as const) {
  t.test(`${name} says how it is used, and no more`, async (t) => {
    for (const parameters of [['--help'], ...(wrong.length === 0 ? [[]] : [wrong])]) {
      const { code, complained } = await run(script, ...parameters);
      t.equal(code, 2, parameters.join(' '));
      t.ok(complained.includes(`usage: ${name}`), complained);
      t.notMatch(complained, /^ {4}at /mu, 'without a stack');
    }
  });
}
