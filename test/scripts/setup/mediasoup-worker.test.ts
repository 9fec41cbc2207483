import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'tap';
import { CommandError, runCommand } from '../../../scripts/setup/command.mjs';
import { Fault } from '../../../scripts/setup/fault.mjs';
import { buildWorker } from '../../../scripts/setup/mediasoup-worker/build.ts';
import { downloadWorker } from '../../../scripts/setup/mediasoup-worker/download.ts';
import { PATCHES, recipeFolder } from '../../../scripts/setup/mediasoup-worker/recipe.ts';
import { beginStage } from '../../../scripts/setup/progress.mjs';
import { projectRoot } from '../../../scripts/setup/project-root.mjs';
import { failureOf } from './failure-of.ts';

const packageRoot = path.join(projectRoot, 'node_modules', 'mediasoup');
const silent = beginStage('test', { write: () => true });
const prove = (binary: string): Promise<string> =>
  runCommand(process.execPath, [path.join(recipeFolder, 'prove-worker.ts'), binary], { timeLimitMs: 30_000 });

test('every patch fits the installed source in exactly one place', async (t) => {
  for (const { file, from } of PATCHES) {
    const text = readFileSync(path.join(packageRoot, 'worker', file), 'utf8');
    t.equal(text.split(from).length, 2, `${file}: ${from}`);
  }
});

test('every subproject that meson would download has a stand-in', async (t) => {
  const asked = readFileSync(path.join(packageRoot, 'worker', 'meson.build'), 'utf8');
  const names = [...asked.matchAll(/subproject\(\s*'([^']+)'/g)].map(([, name]) => name ?? '');
  // Only asked for on Windows, and for the worker's own unit tests.
  const unused = ['wingetopt', 'catch2'];
  for (const name of names.filter((wanted) => !unused.includes(wanted))) {
    t.ok(existsSync(path.join(recipeFolder, 'subprojects', name, 'meson.build')), name);
  }
});

test('the worker in use forwards a packet between two independent clients', async (t) => {
  const binary = process.env['MEDIASOUP_WORKER_BIN'] ?? '';
  t.match(await prove(binary), /DTLS handshakes 2, SRTP packet forwarded/);
});

test('a program that is no worker fails the proof, and says so', async (t) => {
  const error = await failureOf(prove('/bin/true'), CommandError);
  t.match(error.lastLines.join('\n'), /the worker failed its proof/);
});

test('without build packages and without root the exact command is named', async (t) => {
  const bin = t.testdir({ 'apt-get': '#!/bin/sh\nexit 1\n' });
  await runCommand('chmod', ['+x', path.join(bin, 'apt-get')]);
  t.intercept(process, 'getuid', { value: () => 1000 });
  const before = process.env['PATH'];
  process.env['PATH'] = bin;
  t.teardown(() => {
    process.env['PATH'] = before;
  });
  const building = buildWorker(packageRoot, silent, () => Promise.resolve());
  const { remedy } = await failureOf(building, Fault);
  t.match(remedy, /^sudo apt-get update && sudo apt-get install -y meson ninja-build .*libabsl-dev$/);
});

test('a download that gives nothing ends at once, and builds nothing by itself', async (t) => {
  // mediasoup's own script, asked for a place where nobody listens.
  process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] = 'http://127.0.0.1:9';
  t.teardown(() => {
    delete process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'];
  });
  const startedAtMs = performance.now();
  t.equal(await downloadWorker(packageRoot, silent, () => Promise.resolve('used')), null);
  t.ok(performance.now() - startedAtMs < 10_000);
  t.notOk(existsSync(path.join(packageRoot, 'worker', 'pip_invoke')));
});
