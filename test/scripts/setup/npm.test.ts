import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test, type Test } from 'tap';
import { CommandError } from '../../../scripts/setup/command.mjs';
import { runNpm } from '../../../scripts/setup/npm.mjs';
import { failureOf } from './failure-of.ts';

/** Puts an npm on the PATH that prints some lines and fails. */
const withFailingNpm = (t: Test, lines: readonly string[]): void => {
  const folder = t.testdir({ output: lines.join('\n') });
  writeFileSync(path.join(folder, 'npm'), `#!/bin/sh\n/bin/cat '${folder}/output'\nexit 1\n`);
  chmodSync(path.join(folder, 'npm'), 0o755);
  const before = process.env['PATH'];
  process.env['PATH'] = `${folder}:${before}`;
  t.teardown(() => {
    process.env['PATH'] = before;
  });
};

test('of what npm prints in its fault, the line that says why is the message', async (t) => {
  withFailingNpm(t, [
    'npm error code ECONNREFUSED',
    'npm error errno ECONNREFUSED',
    'npm error FetchError: request to the registry failed, reason: connect ECONNREFUSED',
    'npm error     at ClientRequest.emit (node:events:524:28)',
  ]);
  const { message } = await failureOf(runNpm(['ci'], {}), CommandError);
  t.equal(message, 'npm: FetchError: request to the registry failed, reason: connect ECONNREFUSED');
});

test('a code is better than nothing, and an npm that says nothing is named with its exit code', async (t) => {
  withFailingNpm(t, ['npm error code EACCES', 'npm error a hint']);
  t.equal((await failureOf(runNpm(['ci'], {}), CommandError)).message, 'npm: code EACCES');
  withFailingNpm(t, ['']);
  t.match((await failureOf(runNpm(['ci'], {}), CommandError)).message, /^npm ci .*: exit code 1$/);
});
