import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'tap';
import { CommandError, findOnPath, runCommand } from '../../../scripts/setup/command.mjs';
import { failureOf } from './failure-of.ts';

test('everything a program prints is returned, and seen line by line as it comes', async (t) => {
  const lines: string[] = [];
  const output = await runCommand('sh', ['-c', 'echo one; echo two >&2; printf three'], {
    onLine: (line) => lines.push(line),
  });
  t.same(output.split('\n').sort(), ['one', 'three', 'two']);
  t.same([...lines].sort(), ['one', 'three', 'two']);
});

test('a failed program is named with its exit code and its last lines', async (t) => {
  const error = await failureOf(runCommand('sh', ['-c', 'seq 1 60; exit 3']), CommandError);
  t.match(error.message, /^sh .*: exit code 3$/);
  t.equal(error.lastLines.at(-1), '60');
  t.equal(error.lastLines.length, 40);
});

test('a program that is not there is a fault, not a crash', async (t) => {
  const error = await failureOf(runCommand('popstage-has-no-such-program', []), CommandError);
  t.match(error.message, /ENOENT/);
});

test('a time limit ends the program and the children it left behind', async (t) => {
  const trace = path.join(t.testdir(), 'trace');
  const script = `(sleep 1; touch '${trace}') & wait`;
  const error = await failureOf(runCommand('sh', ['-c', script], { timeLimitMs: 300 }), CommandError);
  t.match(error.message, /not finished after 0 s/);
  // The only way to see that nobody is left is to wait until after it would have acted.
  await sleep(1_200);
  t.notOk(existsSync(trace));
});

test('a program is found on the PATH only if it may be run', async (t) => {
  const folder = t.testdir({ tool: '#!/bin/sh\n' });
  t.equal(findOnPath('tool', { PATH: folder }), null);
  await runCommand('chmod', ['+x', path.join(folder, 'tool')]);
  t.equal(findOnPath('tool', { PATH: `/nowhere:${folder}` }), path.join(folder, 'tool'));
});
